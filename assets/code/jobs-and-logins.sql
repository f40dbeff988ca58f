SET NOCOUNT ON;
DECLARE @apply bit = 0; -- 0: says what is missing and changes nothing; 1: makes the missing logins
DECLARE @logins TABLE (name nvarchar(400) NOT NULL, what nvarchar(400) NOT NULL);
DECLARE @jobs TABLE (name nvarchar(400) NOT NULL, db nvarchar(400) NOT NULL, replicated bit NOT NULL, remark nvarchar(400) NOT NULL);
--DATA

-- Logins. A Windows group has the same identifier on every SQL instance, so that the users in the databases fit.
DECLARE @name nvarchar(400), @what nvarchar(400), @statement nvarchar(max);
DECLARE each_login CURSOR LOCAL FAST_FORWARD FOR SELECT DISTINCT name, what FROM @logins ORDER BY name;
OPEN each_login;
FETCH NEXT FROM each_login INTO @name, @what;
WHILE @@FETCH_STATUS = 0
BEGIN
    SET @statement = N'CREATE LOGIN ' + QUOTENAME(@name) + N' FROM WINDOWS;';
    IF CHARINDEX(N'{{', @name) > 0
        PRINT N'fill in first, in this file: ' + @name + N' (' + @what + N')';
    ELSE IF SUSER_ID(@name) IS NOT NULL
        PRINT N'is there: ' + @name;
    ELSE IF @statement IS NULL
        PRINT N'no login can be called so: ' + @name;
    ELSE IF @apply = 0
        PRINT N'would run: ' + @statement;
    ELSE
    BEGIN
        EXEC (@statement);
        PRINT N'has run: ' + @statement;
    END;
    FETCH NEXT FROM each_login INTO @name, @what;
END;
CLOSE each_login;
DEALLOCATE each_login;

-- Jobs of SQL Server Agent. Their steps are made by the product: a missing job is scripted where it is, and run here.
SELECT
    wanted.name AS job,
    wanted.db AS [database],
    CASE
        WHEN job.job_id IS NULL THEN N'missing: script it on the SQL instance that has it, and run the script here'
        WHEN wanted.replicated = 1 AND EXISTS (
            SELECT 1 FROM msdb.dbo.sysjobsteps AS step
            WHERE step.job_id = job.job_id AND CHARINDEX(N'fn_hadr_is_primary_replica', step.command) = 0
        ) THEN N'enclose its steps: IF (sys.fn_hadr_is_primary_replica(''database'') = 1) BEGIN ... END'
        ELSE N'in order'
    END AS [state],
    wanted.remark AS remark
FROM @jobs AS wanted
LEFT JOIN msdb.dbo.sysjobs AS job ON job.name COLLATE DATABASE_DEFAULT = wanted.name COLLATE DATABASE_DEFAULT
ORDER BY wanted.name;
