<#
.SYNOPSIS
    Writes the topology of a BizTalk group as one JSON file that Tierwright imports.
.DESCRIPTION
    Read-only. Run it on a computer of the BizTalk group, as a member of the BizTalk Server Operators (or Administrators)
    group, with Windows PowerShell 5.1. It installs nothing and changes nothing: it asks WMI, the registry and, where you
    allow it, the views of SQL Server that describe versions, clusters and availability groups.
    It writes no account, no password, no address and no setting of an adapter. What it could not read stands in the
    file under "notRead".
.PARAMETER OutputPath
    The file to write.
.PARAMETER IncludeAccounts
    Writes the account of each host instance as well. Passwords are never read.
.PARAMETER SkipSqlServer
    Asks no SQL Server.
.PARAMETER SkipClusters
    Asks no failover cluster.
.EXAMPLE
    .\Collect-BizTalkTopology.ps1 -OutputPath C:\Temp\topology.json
#>
[CmdletBinding()]
param(
    [string]$OutputPath = 'topology.json',
    [switch]$IncludeAccounts,
    [switch]$SkipSqlServer,
    [switch]$SkipClusters
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$BizTalkNamespace = 'root\MicrosoftBizTalkServer'
$NotRead = New-Object System.Collections.ArrayList

function Add-NotRead {
    param([string]$What, [string]$Why)
    [void]$NotRead.Add([ordered]@{ what = $What; why = $Why })
}

# The kind of an error, without its text, which may name accounts: only what this script says itself is kept whole.
function Get-ErrorKind {
    param($Failure)
    $exception = $Failure.Exception
    if ($exception -is [System.Management.Automation.RuntimeException] -and $exception.WasThrownFromThrowStatement) {
        return $exception.Message
    }
    return [string]$Failure.CategoryInfo.Category + ' / ' + $exception.GetType().Name
}

# Runs a block; what fails is noted, and the rest goes on.
function Invoke-Reading {
    param([string]$What, [scriptblock]$Reading)
    try {
        & $Reading
    }
    catch {
        Add-NotRead -What $What -Why (Get-ErrorKind $_)
    }
}

function Get-BizTalkObject {
    param([string]$Class)
    Invoke-Reading -What "the WMI class $Class" -Reading { Get-CimInstance -Namespace $BizTalkNamespace -ClassName $Class }
}

# A property that not every version of the product has.
function Get-Value {
    param($Object, [string]$Name)
    if ($null -eq $Object) { return $null }
    $property = $Object.PSObject.Properties[$Name]
    if ($null -eq $property) { return $null }
    return $property.Value
}

function Get-ProductInformation {
    $keys = @('HKLM:\SOFTWARE\Microsoft\BizTalk Server\3.0', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\BizTalk Server\3.0')
    foreach ($key in $keys) {
        if (Test-Path -Path $key) {
            return Get-ItemProperty -Path $key
        }
    }
    throw 'BizTalk Server is not installed on this computer'
}

# The newest cumulative update that the list of installed programs names.
function Get-CumulativeUpdate {
    $newest = $null
    $roots = @('HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\*', 'HKLM:\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion\Uninstall\*')
    foreach ($program in (Get-ItemProperty -Path $roots -ErrorAction SilentlyContinue)) {
        $name = [string](Get-Value $program 'DisplayName')
        if ($name -match 'BizTalk Server .*(CU|Cumulative Update)\s*(\d+)') {
            $number = [int]$Matches[2]
            if ($null -eq $newest -or $number -gt $newest) { $newest = $number }
        }
    }
    return $newest
}

# What ssomanage says of the Enterprise SSO system: its database and its master secret server.
function Get-SsoInformation {
    $key = 'HKLM:\SOFTWARE\Microsoft\ENTSSO'
    $folder = [string](Get-Value (Get-ItemProperty -Path $key -ErrorAction SilentlyContinue) 'InstallPath')
    if ($folder -eq '') { $folder = Join-Path -Path $env:CommonProgramFiles -ChildPath 'Enterprise Single Sign-On' }
    $tool = Join-Path -Path $folder -ChildPath 'ssomanage.exe'
    if (-not (Test-Path -Path $tool)) { throw 'ssomanage.exe was not found' }
    $found = @{}
    foreach ($line in (& $tool -displaydb)) {
        if ($line -match 'secret server( name)?\s*:\s*(\S+)') { $found.secretServer = $Matches[2] }
        elseif ($line -match 'SQL Server( name)?\s*:\s*(\S+)') { $found.sqlServer = $Matches[2] }
        elseif ($line -match 'database( name)?\s*:\s*(\S+)') { $found.database = $Matches[2] }
    }
    if (-not $found.ContainsKey('secretServer')) { throw 'ssomanage -displaydb names no master secret server' }
    return $found
}

# The databases of the BizTalk group, each with its SQL Server.
function Get-DatabaseList {
    param($Group, $MessageBoxes)
    $kinds = @(
        @('BizTalk Management', 'MgmtDb'), @('BizTalk Tracking', 'TrackingDB'), @('Rule Engine', 'RuleEngineDB'),
        @('BAM Primary Import', 'BamDB'), @('Tracking Analysis', 'TrackingAnalysisDB')
    )
    $list = New-Object System.Collections.ArrayList
    foreach ($kind in $kinds) {
        $name = Get-Value $Group ($kind[1] + 'Name')
        $server = Get-Value $Group ($kind[1] + 'ServerName')
        if ([string]$name -ne '' -and [string]$server -ne '') {
            [void]$list.Add([ordered]@{ kind = $kind[0]; name = $name; server = $server })
        }
    }
    foreach ($box in $MessageBoxes) {
        [void]$list.Add([ordered]@{
            kind = 'MessageBox'
            name = Get-Value $box 'MsgBoxDBName'
            server = Get-Value $box 'MsgBoxDBServerName'
            master = ([int](Get-Value $box 'IsMasterMsgBox') -ne 0)
            publicationDisabled = ([int](Get-Value $box 'DisableNewMessagePublication') -ne 0)
        })
    }
    return $list
}

function Get-HostList {
    $list = New-Object System.Collections.ArrayList
    foreach ($setting in (Get-BizTalkObject -Class 'MSBTS_HostSetting')) {
        $entry = [ordered]@{
            name = $setting.Name
            type = if ([int]$setting.HostType -eq 2) { 'Isolated' } else { 'InProcess' }
            tracking = [bool](Get-Value $setting 'HostTracking')
            default = [bool](Get-Value $setting 'IsDefault')
            trusted = [bool](Get-Value $setting 'AuthTrusted')
        }
        if ($null -ne (Get-Value $setting 'IsHost32BitOnly')) { $entry.only32Bit = [bool]$setting.IsHost32BitOnly }
        $interval = Get-Value $setting 'MessagingMaxReceiveInterval'
        if ($null -ne $interval) { $entry.messagingPollingMs = [int]$interval }
        $interval = Get-Value $setting 'XlangMaxReceiveInterval'
        if ($null -ne $interval) { $entry.orchestrationPollingMs = [int]$interval }
        $group = [string](Get-Value $setting 'ClusterResourceGroupName')
        if ($group -ne '') { $entry.clusterResourceGroup = $group }
        [void]$list.Add($entry)
    }
    return $list
}

function Get-HostInstanceList {
    $list = New-Object System.Collections.ArrayList
    foreach ($instance in (Get-BizTalkObject -Class 'MSBTS_HostInstance')) {
        # 2 = the instance that stands for the whole cluster; its computers have one of their own.
        if ([int](Get-Value $instance 'ClusterInstanceType') -eq 2) { continue }
        $entry = [ordered]@{
            host = $instance.HostName
            server = $instance.RunningServer
            disabled = [bool](Get-Value $instance 'IsDisabled')
        }
        if ($IncludeAccounts) { $entry.account = Get-Value $instance 'Logon' }
        [void]$list.Add($entry)
    }
    return $list
}

function Get-HandlerList {
    $list = New-Object System.Collections.ArrayList
    foreach ($handler in (Get-BizTalkObject -Class 'MSBTS_ReceiveHandler')) {
        [void]$list.Add([ordered]@{ adapter = $handler.AdapterName; direction = 'receive'; host = $handler.HostName })
    }
    foreach ($handler in (Get-BizTalkObject -Class 'MSBTS_SendHandler2')) {
        [void]$list.Add([ordered]@{
            adapter = $handler.AdapterName
            direction = 'send'
            host = $handler.HostName
            default = [bool](Get-Value $handler 'IsDefault')
        })
    }
    return $list
}

function Get-ServerList {
    param([string[]]$Names)
    $list = New-Object System.Collections.ArrayList
    foreach ($name in $Names) {
        $entry = [ordered]@{ name = $name }
        Invoke-Reading -What "operating system, processors and memory of $name" -Reading {
            $target = @{}
            if ($name -ne $env:COMPUTERNAME) { $target = @{ ComputerName = $name } }
            $system = Get-CimInstance -ClassName 'Win32_ComputerSystem' @target
            $windows = Get-CimInstance -ClassName 'Win32_OperatingSystem' @target
            $entry.os = $windows.Caption
            if ($system.PartOfDomain) { $entry.domain = $system.Domain }
            $entry.cores = [int]((Get-CimInstance -ClassName 'Win32_Processor' @target | Measure-Object -Property 'NumberOfCores' -Sum).Sum)
            $entry.memoryGB = [int][math]::Round($system.TotalPhysicalMemory / 1073741824)
        }
        [void]$list.Add($entry)
    }
    return $list
}

function Invoke-SqlQuery {
    param([string]$Server, [string]$Query)
    $connection = New-Object System.Data.SqlClient.SqlConnection
    $connection.ConnectionString = "Server=$Server;Database=master;Integrated Security=SSPI;Connect Timeout=10"
    try {
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = $Query
        $command.CommandTimeout = 30
        $table = New-Object System.Data.DataTable
        $table.Load($command.ExecuteReader())
        return , $table.Rows
    }
    finally {
        $connection.Dispose()
    }
}

$SqlQuery = @'
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(64)) AS Version,
       CAST(SERVERPROPERTY('ProductLevel') AS nvarchar(32)) AS ProductLevel,
       CAST(SERVERPROPERTY('ProductUpdateLevel') AS nvarchar(32)) AS UpdateLevel,
       CAST(SERVERPROPERTY('Edition') AS nvarchar(128)) AS Edition,
       CAST(SERVERPROPERTY('IsClustered') AS int) AS IsClustered,
       CAST(SERVERPROPERTY('ServerName') AS nvarchar(128)) AS Instance,
       CAST(SERVERPROPERTY('ComputerNamePhysicalNetBIOS') AS nvarchar(128)) AS Computer
'@

$GroupQuery = @'
SELECT g.name AS GroupName, r.replica_server_name AS Server, r.availability_mode AS CommitMode,
       r.failover_mode AS FailoverMode, s.role AS ReplicaRole,
       (SELECT TOP 1 l.dns_name FROM sys.availability_group_listeners l WHERE l.group_id = g.group_id) AS Listener,
       (SELECT TOP 1 l.port FROM sys.availability_group_listeners l WHERE l.group_id = g.group_id) AS Port
FROM sys.availability_groups g
JOIN sys.availability_replicas r ON r.group_id = g.group_id
LEFT JOIN sys.dm_hadr_availability_replica_states s ON s.replica_id = r.replica_id
'@

$MemberQuery = @'
SELECT DISTINCT g.name AS GroupName, c.database_name AS DatabaseName
FROM sys.availability_groups g
JOIN sys.availability_databases_cluster c ON c.group_id = g.group_id
'@

function Get-SqlServerList {
    param([string[]]$Names)
    $list = New-Object System.Collections.ArrayList
    foreach ($name in $Names) {
        Invoke-Reading -What "version and edition of SQL Server on $name" -Reading {
            $row = (Invoke-SqlQuery -Server $name -Query $SqlQuery)[0]
            $entry = [ordered]@{
                name = $name
                version = [string]$row.Version
                level = [string]$row.ProductLevel
                edition = [string]$row.Edition
                clustered = ([int]$row.IsClustered -eq 1)
                computer = [string]$row.Computer
                instance = [string]$row.Instance
            }
            # Older builds do not know this property: nothing means nothing.
            if ([string]$row.UpdateLevel -ne '') { $entry.updateLevel = [string]$row.UpdateLevel }
            [void]$list.Add($entry)
        }
    }
    return $list
}

function Get-AvailabilityGroupList {
    param([string[]]$Names)
    $groups = [ordered]@{}
    foreach ($name in $Names) {
        Invoke-Reading -What "availability groups on $name" -Reading {
            foreach ($row in (Invoke-SqlQuery -Server $name -Query $GroupQuery)) {
                $key = [string]$row.GroupName
                if (-not $groups.Contains($key)) {
                    $groups[$key] = [ordered]@{ name = $key; replicas = @(); databases = @() }
                    if ([string]$row.Listener -ne '') {
                        $groups[$key].listener = [string]$row.Listener
                        $groups[$key].port = [int]$row.Port
                    }
                }
                $known = @($groups[$key].replicas | ForEach-Object { $_.server })
                if ($known -notcontains [string]$row.Server) {
                    $groups[$key].replicas += [ordered]@{
                        server = [string]$row.Server
                        primary = ([string]$row.ReplicaRole -eq '1')
                        synchronous = ([int]$row.CommitMode -eq 1)
                        automatic = ([int]$row.FailoverMode -eq 0)
                    }
                }
            }
            foreach ($row in (Invoke-SqlQuery -Server $name -Query $MemberQuery)) {
                $members = $groups[[string]$row.GroupName].databases
                if ($members -notcontains [string]$row.DatabaseName) {
                    $groups[[string]$row.GroupName].databases += [string]$row.DatabaseName
                }
            }
        }
    }
    return @($groups.Values)
}

# The resources of a cluster resource group, with what tells a service and a SQL Server.
function Get-ResourceList {
    param($Resources, [string]$Group)
    $list = New-Object System.Collections.ArrayList
    foreach ($resource in ($Resources | Where-Object { $_.OwnerGroup -eq $Group })) {
        $entry = [ordered]@{ type = $resource.Type }
        $private = Get-Value $resource 'PrivateProperties'
        if ($resource.Type -eq 'Generic Service') { $entry.service = [string](Get-Value $private 'ServiceName') }
        if ($resource.Type -eq 'Network Name') {
            $network = [string](Get-Value $private 'DnsName')
            if ($network -eq '') { $network = [string](Get-Value $private 'Name') }
            if ($network -ne '') { $entry.networkName = $network }
        }
        if ($resource.Type -eq 'SQL Server') {
            $server = [string](Get-Value $private 'VirtualServerName')
            $instance = [string](Get-Value $private 'InstanceName')
            if ($instance -ne '' -and $instance -ne 'MSSQLSERVER') { $server = $server + '\' + $instance }
            $entry.sqlServer = $server
        }
        [void]$list.Add($entry)
    }
    return $list
}

# The quorum witness: by the resource that is one, else by the value of the quorum type; its text only says whether a
# majority counts. Nothing where neither tells: a disk among the core resources may be the witness or not.
function Get-WitnessKind {
    param($Cluster, $Resources)
    $types = @($Resources | ForEach-Object { [string]$_.Type })
    if ($types -contains 'Cloud Witness') { return 'cloud' }
    if ($types -contains 'File Share Witness') { return 'file share' }
    $kind = [string](Get-Value $Cluster 'QuorumTypeValue')
    if ($kind -eq '2') { return 'file share' }
    if ($kind -eq '3') { return 'disk' }
    $coreDisks = @($Resources | Where-Object { $_.Type -eq 'Physical Disk' -and ([bool](Get-Value $_ 'CoreResource') -or $_.OwnerGroup -eq 'Cluster Group') })
    if (($kind -eq '1' -or $kind -eq '4') -and $coreDisks.Count -eq 0) { return 'none' }
    return $null
}

function Get-ClusterInformation {
    param([string]$Computer)
    $target = @{ Namespace = 'root\MSCluster' }
    if ($Computer -ne $env:COMPUTERNAME) { $target.ComputerName = $Computer }
    $cluster = Get-CimInstance -ClassName 'MSCluster_Cluster' @target
    $resources = Get-CimInstance -ClassName 'MSCluster_Resource' @target
    $witness = Get-WitnessKind -Cluster $cluster -Resources $resources
    if ($null -eq $witness) { Add-NotRead -What "the quorum witness of $($cluster.Name)" -Why 'not told by the cluster' }
    $groups = New-Object System.Collections.ArrayList
    foreach ($group in (Get-CimInstance -ClassName 'MSCluster_ResourceGroup' @target)) {
        [void]$groups.Add([ordered]@{
            name = $group.Name
            owner = [string](Get-Value $group 'OwnerNode')
            resources = @(Get-ResourceList -Resources $resources -Group $group.Name)
        })
    }
    return [ordered]@{
        name = $cluster.Name
        witness = $witness
        nodes = @(Get-CimInstance -ClassName 'MSCluster_Node' @target | ForEach-Object { $_.Name })
        groups = @($groups)
    }
}

function Get-ClusterList {
    param([string[]]$Computers)
    $clusters = [ordered]@{}
    foreach ($computer in $Computers) {
        try {
            $cluster = Get-ClusterInformation -Computer $computer
            if (-not $clusters.Contains($cluster.name)) { $clusters[$cluster.name] = $cluster }
        }
        catch {
            # A computer that is no node of a failover cluster does not have the namespace: that is an answer.
            if ($_.Exception.Message -notmatch 'Invalid namespace') {
                Add-NotRead -What "whether $computer is a node of a failover cluster" -Why (Get-ErrorKind $_)
            }
        }
    }
    return @($clusters.Values)
}

$group = Get-BizTalkObject -Class 'MSBTS_GroupSetting' | Select-Object -First 1
if ($null -eq $group) { throw 'This computer belongs to no BizTalk group, or WMI refuses to tell. Nothing was written.' }

$environment = [ordered]@{}
Invoke-Reading -What 'release and edition of BizTalk Server' -Reading {
    $product = Get-ProductInformation
    $environment.productName = [string](Get-Value $product 'ProductName')
    $environment.productEdition = [string](Get-Value $product 'ProductEdition')
}
Invoke-Reading -What 'the cumulative update of BizTalk Server' -Reading {
    $update = Get-CumulativeUpdate
    if ($null -ne $update) { $environment.cumulativeUpdate = $update }
}
$ssoDatabase = @()
Invoke-Reading -What 'the master secret server and the SSO database' -Reading {
    $sso = Get-SsoInformation
    $environment.masterSecretServer = $sso.secretServer
    if ($sso.ContainsKey('sqlServer') -and $sso.ContainsKey('database')) {
        $script:ssoDatabase = @([ordered]@{ kind = 'SSO'; name = $sso.database; server = $sso.sqlServer })
    }
}
$tracking = Get-Value $group 'GlobalTrackingOption'
if ($null -ne $tracking) { $environment.globalTracking = ([int]$tracking -ne 0) }

$databases = @(Get-DatabaseList -Group $group -MessageBoxes @(Get-BizTalkObject -Class 'MSBTS_MsgBoxSetting')) + @($ssoDatabase)
$serverNames = @(Get-BizTalkObject -Class 'MSBTS_Server' | ForEach-Object { $_.Name })
$sqlNames = @($databases | ForEach-Object { $_.server } | Where-Object { [string]$_ -ne '' } | Sort-Object -Unique)
$sqlServers = @()
$availabilityGroups = @()
if ($SkipSqlServer) {
    Add-NotRead -What 'versions, clusters and availability groups of SQL Server' -Why 'not asked for (-SkipSqlServer)'
}
else {
    $availabilityGroups = @(Get-AvailabilityGroupList -Names $sqlNames)
    # Behind a listener only one replica answers: the others are asked by their own names.
    $replicas = @($availabilityGroups | ForEach-Object { $_.replicas } | ForEach-Object { $_.server })
    $asked = @(@($sqlNames) + $replicas | Where-Object { [string]$_ -ne '' } | Sort-Object -Unique)
    $sqlServers = @(Get-SqlServerList -Names $asked)
}
$clusters = @()
if ($SkipClusters) {
    Add-NotRead -What 'failover clusters' -Why 'not asked for (-SkipClusters)'
}
else {
    $computers = @($serverNames) + @($sqlServers | ForEach-Object { $_.computer })
    $clusters = @(Get-ClusterList -Computers @($computers | Where-Object { [string]$_ -ne '' } | Sort-Object -Unique))
}

$topology = [ordered]@{
    schema = 'tierwright-topology-1'
    collector = 2
    computer = $env:COMPUTERNAME
    collected = (Get-Date).ToString('s')
    environment = $environment
    databases = $databases
    servers = @(Get-ServerList -Names $serverNames)
    hosts = @(Get-HostList)
    hostInstances = @(Get-HostInstanceList)
    handlers = @(Get-HandlerList)
    sqlServers = $sqlServers
    clusters = $clusters
    availabilityGroups = $availabilityGroups
    notRead = @($NotRead)
}
$json = ConvertTo-Json -InputObject $topology -Depth 8
[System.IO.File]::WriteAllText($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($OutputPath), $json, (New-Object System.Text.UTF8Encoding($false)))
Write-Host "Written: $OutputPath. Not read: $($NotRead.Count)."
