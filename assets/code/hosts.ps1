<#
.SYNOPSIS
    Makes the hosts, host instances and handlers of a design in the BizTalk group that this computer belongs to.
.DESCRIPTION
    Run it on a BizTalk server of the BizTalk group, as a member of the BizTalk Server Administrators group and local
    administrator, with Windows PowerShell 5.1 of 64 bits. Say -WhatIf first: it then changes nothing and says what it
    would do. What is there already stays and is made equal where that can be changed; what the design does not know is
    named and left alone; nothing is removed, started or stopped. Run again, it changes nothing more.
    It asks for the password of each account, once, and keeps none. Group managed service accounts end with $ and have
    none.
.PARAMETER Credential
    Accounts with their passwords, for runs in which nobody can be asked.
.EXAMPLE
    .\hosts.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [System.Management.Automation.PSCredential[]]$Credential = @()
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$Namespace = 'root\MicrosoftBizTalkServer'

# The design. $null = not stated: what BizTalk Server proposes stays.
#DATA

$Cmdlet = $PSCmdlet
$Passwords = @{}
$Failures = New-Object System.Collections.ArrayList

# Runs a block; what fails is kept for the end, and the rest goes on.
function Invoke-Step {
    param([string]$What, [scriptblock]$Step)
    try {
        & $Step
    }
    catch {
        [void]$Failures.Add("${What}: $($_.Exception.Message)")
        Write-Warning "${What}: $($_.Exception.Message)"
    }
}

function Get-BizTalkObject {
    param([string]$Class)
    Get-WmiObject -Namespace $Namespace -Class $Class
}

function New-BizTalkObject {
    param([string]$Class)
    $definition = New-Object System.Management.ManagementClass -ArgumentList $Namespace, $Class, $null
    $definition.CreateInstance()
}

function Save-BizTalkObject {
    param($Object, [System.Management.PutType]$Type)
    $options = New-Object System.Management.PutOptions
    $options.Type = $Type
    [void]$Object.Put($options)
}

function Get-Password {
    param([string]$Account)
    if ($Account.EndsWith('$')) { return '' }
    if (-not $Passwords.ContainsKey($Account)) {
        $given = $Credential | Where-Object { $_.UserName -eq $Account } | Select-Object -First 1
        if ($null -eq $given) {
            $given = Get-Credential -UserName $Account -Message "Password of $Account for its host instances"
        }
        if ($null -eq $given) { throw "no password was given for $Account" }
        $Passwords[$Account] = $given
    }
    $Passwords[$Account].GetNetworkCredential().Password
}

# Every text that is still a placeholder.
function Get-Placeholder {
    foreach ($list in @($HostList, $InstanceList, $HandlerList)) {
        foreach ($entry in $list) {
            foreach ($value in $entry.Values) {
                if ($value -is [string] -and $value -match '^\{\{[A-Z0-9_]+\}\}$') { $value }
            }
        }
    }
}

# Makes properties of an object equal to what the design states.
function Update-BizTalkObject {
    param($Object, [string]$What, [hashtable]$Properties)
    $differing = @($Properties.Keys | Where-Object { $null -ne $Properties[$_] -and $Object[$_] -ne $Properties[$_] } | Sort-Object)
    if ($differing.Count -eq 0) {
        Write-Output "$What is as in the design"
        return
    }
    $change = ($differing | ForEach-Object { "$_ = $($Properties[$_])" }) -join ', '
    if ($Cmdlet.ShouldProcess($What, "set $change")) {
        foreach ($name in $differing) { $Object[$name] = $Properties[$name] }
        Save-BizTalkObject -Object $Object -Type UpdateOnly
        Write-Output "${What}: $change; takes effect when its host instances start again"
    }
}

function Set-BizTalkHost {
    param([hashtable]$Wanted)
    $what = "host $($Wanted.Name)"
    $properties = @{
        HostTracking = $Wanted.Tracking
        AuthTrusted = $Wanted.Trusted
        IsHost32BitOnly = $Wanted.Only32Bit
        MessagingMaxReceiveInterval = $Wanted.MessagingInterval
        XlangMaxReceiveInterval = $Wanted.OrchestrationInterval
    }
    $there = Get-BizTalkObject -Class MSBTS_HostSetting | Where-Object { $_.Name -eq $Wanted.Name } | Select-Object -First 1
    if ($null -ne $there) {
        if ($there.HostType -ne $Wanted.Type) {
            Write-Warning "$what is of type $($there.HostType), in the design of type $($Wanted.Type) (1 in-process, 2 isolated), which cannot be changed"
        }
        Update-BizTalkObject -Object $there -What $what -Properties $properties
        return
    }
    if ($Cmdlet.ShouldProcess($what, 'make')) {
        $new = New-BizTalkObject -Class MSBTS_HostSetting
        $new['Name'] = $Wanted.Name
        $new['HostType'] = $Wanted.Type
        $new['NTGroupName'] = $Wanted.WindowsGroup
        if ($Wanted.Default) { $new['IsDefault'] = $true }
        foreach ($name in $properties.Keys) {
            if ($null -ne $properties[$name]) { $new[$name] = $properties[$name] }
        }
        Save-BizTalkObject -Object $new -Type CreateOnly
        Write-Output "$what was made"
    }
}

function Get-InstanceObject {
    param([string]$Class, [hashtable]$Wanted)
    Get-BizTalkObject -Class $Class |
        Where-Object { $_.HostName -eq $Wanted.HostName -and $_.RunningServer -eq $Wanted.Computer } |
        Select-Object -First 1
}

function Install-HostInstance {
    param([hashtable]$Wanted)
    $map = New-BizTalkObject -Class MSBTS_ServerHost
    $map['ServerName'] = $Wanted.Computer
    $map['HostName'] = $Wanted.HostName
    [void]$map.InvokeMethod('Map', $null)
    $instance = New-BizTalkObject -Class MSBTS_HostInstance
    $instance['Name'] = "Microsoft BizTalk Server $($Wanted.HostName) $($Wanted.Computer)"
    $in = $instance.GetMethodParameters('Install')
    $in['Logon'] = $Wanted.Account
    $in['Password'] = Get-Password -Account $Wanted.Account
    # Not every version of the product knows these.
    $known = @($in.Properties | ForEach-Object { $_.Name })
    if ($known -contains 'GrantLogOnAsService') { $in['GrantLogOnAsService'] = $true }
    if ($known -contains 'IsGmsaAccount') { $in['IsGmsaAccount'] = $Wanted.Account.EndsWith('$') }
    [void]$instance.InvokeMethod('Install', $in, $null)
}

function Set-HostInstance {
    param([hashtable]$Wanted)
    $what = "host instance of $($Wanted.HostName) on $($Wanted.Computer)"
    $there = Get-InstanceObject -Class MSBTS_HostInstance -Wanted $Wanted
    if ($null -eq $there) {
        if (-not $Cmdlet.ShouldProcess($what, "make, under the account $($Wanted.Account)")) { return }
        Install-HostInstance -Wanted $Wanted
        Write-Output "$what was made"
    }
    elseif ($there.Logon -ne $Wanted.Account) {
        Write-Warning "$what runs under $($there.Logon), in the design under $($Wanted.Account): change it by hand"
    }
    $setting = Get-InstanceObject -Class MSBTS_HostInstanceSetting -Wanted $Wanted
    if ($null -ne $setting) {
        Update-BizTalkObject -Object $setting -What $what -Properties @{ IsDisabled = $Wanted.Disabled }
    }
}

function Set-HostClustering {
    param([hashtable]$Wanted)
    $what = "host $($Wanted.Name)"
    $setting = Get-BizTalkObject -Class MSBTS_HostSetting | Where-Object { $_.Name -eq $Wanted.Name } | Select-Object -First 1
    $now = ''
    if ($null -ne $setting) { $now = [string]$setting.ClusterResourceGroupName }
    if ($now -eq $Wanted.ClusterGroup) {
        Write-Output "$what is clustered in $now"
        return
    }
    if ($now -ne '') {
        Write-Warning "$what is clustered in $now, in the design in $($Wanted.ClusterGroup): change it by hand"
        return
    }
    if ($Cmdlet.ShouldProcess($what, "cluster in the cluster resource group $($Wanted.ClusterGroup)")) {
        $object = Get-BizTalkObject -Class MSBTS_Host | Where-Object { $_.Name -eq $Wanted.Name } | Select-Object -First 1
        [void]$object.InvokeMethod('Cluster', @($Wanted.ClusterGroup))
        Write-Output "$what was clustered in $($Wanted.ClusterGroup)"
    }
}

function Set-Handler {
    param([hashtable]$Wanted)
    $what = "$($Wanted.Direction) handler $($Wanted.Adapter) of $($Wanted.HostName)"
    $class = 'MSBTS_ReceiveHandler'
    if ($Wanted.Direction -eq 'send') { $class = 'MSBTS_SendHandler2' }
    $there = Get-BizTalkObject -Class $class |
        Where-Object { $_.AdapterName -eq $Wanted.Adapter -and $_.HostName -eq $Wanted.HostName } |
        Select-Object -First 1
    if ($null -ne $there) {
        $properties = @{}
        if ($Wanted.Default) { $properties = @{ IsDefault = $true } }
        Update-BizTalkObject -Object $there -What $what -Properties $properties
        return
    }
    $adapter = Get-BizTalkObject -Class MSBTS_AdapterSetting | Where-Object { $_.Name -eq $Wanted.Adapter }
    if ($null -eq $adapter) {
        throw "the adapter $($Wanted.Adapter) is not installed in this BizTalk group"
    }
    if ($Cmdlet.ShouldProcess($what, 'make')) {
        $new = New-BizTalkObject -Class $class
        $new['AdapterName'] = $Wanted.Adapter
        $new['HostName'] = $Wanted.HostName
        if ($Wanted.Default) { $new['IsDefault'] = $true }
        Save-BizTalkObject -Object $new -Type CreateOnly
        Write-Output "$what was made"
    }
}

# Names what is there and the design does not know.
function Show-Other {
    $hosts = @($HostList | ForEach-Object { $_.Name })
    foreach ($it in Get-BizTalkObject -Class MSBTS_HostSetting) {
        if ($hosts -notcontains $it.Name) { Write-Output "not in the design: host $($it.Name)" }
    }
    $instances = @($InstanceList | ForEach-Object { "$($_.HostName) on $($_.Computer)" })
    foreach ($it in Get-BizTalkObject -Class MSBTS_HostInstance) {
        $name = "$($it.HostName) on $($it.RunningServer)"
        if ($instances -notcontains $name) { Write-Output "not in the design: host instance of $name" }
    }
}

$open = @(Get-Placeholder | Sort-Object -Unique)
if ($open.Count -gt 0) {
    $message = "Fill in first, in this file: $($open -join ', ')"
    if (-not $WhatIfPreference) { throw $message }
    Write-Warning $message
}
foreach ($wanted in $HostList) { Invoke-Step -What "host $($wanted.Name)" -Step { Set-BizTalkHost -Wanted $wanted } }
foreach ($wanted in $InstanceList) {
    Invoke-Step -What "host instance of $($wanted.HostName) on $($wanted.Computer)" -Step { Set-HostInstance -Wanted $wanted }
}
foreach ($wanted in @($HostList | Where-Object { $_.ClusterGroup -ne '' })) {
    Invoke-Step -What "clustering of $($wanted.Name)" -Step { Set-HostClustering -Wanted $wanted }
}
foreach ($wanted in $HandlerList) {
    Invoke-Step -What "$($wanted.Direction) handler $($wanted.Adapter) of $($wanted.HostName)" -Step { Set-Handler -Wanted $wanted }
}
Invoke-Step -What 'what is not in the design' -Step { Show-Other }
if ($Failures.Count -gt 0) {
    Write-Output "$($Failures.Count) steps failed; the others are done. Mend the cause and run this again."
    exit 1
}
