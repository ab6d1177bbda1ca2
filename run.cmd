@echo off
rem The one door on Windows: the same words as ./run.
setlocal
set "root=%~dp0"
set "venv=%root%.venv"
set "python=%venv%\Scripts\python.exe"
set "word=%~1"
set "rest="
:collect
shift
if not "%~1"=="" (
    set rest=%rest% %1
    goto collect
)

if "%word%"=="" goto words
if "%word%"=="demo" goto start
if "%word%"=="open" goto start
if "%word%"=="bench" goto start
if "%word%"=="shots" goto start
if "%word%"=="scorecard" goto start
if "%word%"=="models" goto start
if "%word%"=="clip" goto start
if "%word%"=="selftest" goto start
if "%word%"=="test" goto test
if "%word%"=="lint" goto lint
if "%word%"=="setup" goto setup
echo There is no word '%word%'. These are the words: 1>&2
call :list 1>&2
exit /b 2

:words
call :list
exit /b 0

:start
call :packages runtime || exit /b 1
if not exist "%root%resources\i18n\zh_CN.qm" "%python%" "%root%tools\translate.py" --compile
"%python%" "%root%main.py" %word% %rest%
exit /b %errorlevel%

:test
call :packages dev || exit /b 1
cd /d "%root%"
"%python%" tools\translate.py --compile || exit /b 1
if "%rest%"=="" set "rest= --numprocesses logical --dist loadfile --no-loadscope-reorder"
"%python%" -m pytest %rest%
exit /b %errorlevel%

:lint
call :packages dev || exit /b 1
cd /d "%root%"
set "failed=0"
"%python%" -m ruff check . || set "failed=1"
"%python%" -m ruff format --check . || set "failed=1"
"%python%" -m mypy || set "failed=1"
"%venv%\Scripts\lint-imports.exe" --no-cache || set "failed=1"
"%python%" tools\translate.py --check || set "failed=1"
exit /b %failed%

:setup
if "%rest%"==" --test" (
    call :packages dev
) else (
    call :packages runtime
)
exit /b %errorlevel%

rem The installed lock is kept beside the packages: equal files mean nothing to do.
:packages
fc /b "%root%requirements\%1.lock" "%venv%\%1.lock.installed" >nul 2>nul && exit /b 0
if not exist "%python%" call :environment || exit /b 1
echo Installing the locked packages (once; this can take some minutes) 1>&2
"%python%" -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --require-hashes -r "%root%requirements\%1.lock"
if errorlevel 1 (
    echo The packages could not be installed; pip's lines above say why. Nothing else was changed. 1>&2
    exit /b 1
)
copy /y "%root%requirements\%1.lock" "%venv%\%1.lock.installed" >nul
copy /y "%root%requirements\runtime.lock" "%venv%\runtime.lock.installed" >nul
exit /b 0

:environment
for %%v in (3.13 3.12 3.11 3.14) do (
    py -%%v -c "" >nul 2>nul && (
        echo Making the environment in .venv with Python %%v 1>&2
        py -%%v -m venv --clear "%venv%"
        exit /b
    )
)
echo Floorwalk needs Python 3.11 to 3.14; install it for the "py" launcher, then start again. 1>&2
exit /b 1

:list
echo run demo [--headless] [--out DIR] [--footage FOLDER]   five made-up stores, 25 cameras, a whole inspection
echo run open                                               open the control room on your own stores
echo run test [pytest arguments]                            every test
echo run bench wall^|seek^|soak^|growth^|live^|folder^|condense   measure; --peers: against VLC and mpv
echo run scorecard ID [--pdf FILE] [--xlsx FILE]            one inspection's scorecard, without a window
echo run models list^|install NAME                           models for analysis
echo run clip STORE/CAMERA FROM TO --why TEXT               a clip of a camera's recordings, with its sidecar
echo run selftest [--json]                                  what this machine can play, measured
echo run lint                                               ruff, mypy and the import contract
echo run shots [--out DIR]                                  pictures of every screen, both languages, three sizes
echo run setup [--test]                                     only make the environment (with the test tools)
exit /b 0
