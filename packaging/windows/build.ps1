<#
.SYNOPSIS
  Builds the program on Windows itself: the same tree as build.py makes on Debian, and the setup where NSIS is installed.

.DESCRIPTION
  NOT RUN BY THE PROJECT: it had no Windows to run this on. What is tried, under Wine, is what build.py makes.

  Needed: Windows 10 or 11 (64 bit); Python 3.11 (64 bit) from python.org, installed for the user, found as `py -3.11`;
  for the launchers MinGW-w64 (x86_64-w64-mingw32-gcc or gcc, and windres, on the path); for the setup NSIS 3.08 or newer
  (makensis on the path). Everything that pip fetches is checked against the hashes of the constraints files.

.EXAMPLE
  powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
#>
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

$here = $PSScriptRoot
$root = (Resolve-Path (Join-Path $here '..\..')).Path
$work = Join-Path $root 'build\windows'
$tree = Join-Path $work 'BulletinDesk'
$dist = Join-Path $root 'dist'
$home11 = Join-Path $tree 'python'
$packages = Join-Path $home11 'Lib\site-packages'

function Invoke-Checked([string] $sentence, [string] $program, [string[]] $arguments) {
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw $sentence }
}

# The checkout's own environment: pip, Qt and Pillow for the icons, the lists of packages.
Set-Location $root
Invoke-Checked 'bootstrap.py failed.' 'py' @('-3.11', '-c', 'import bootstrap; bootstrap.prepare(''run'')')
$venv = Join-Path $root '.venv\Scripts\python.exe'

if (Test-Path $tree) { Remove-Item -Recurse -Force $tree }
New-Item -ItemType Directory -Force $packages, $dist | Out-Null

# CPython as python.org installs it: its own python3.dll and C runtime lie beside it.
$base = (& py -3.11 -c 'import sys; print(sys.base_prefix)').Trim()
foreach ($name in 'python.exe', 'python3.dll', 'python311.dll', 'vcruntime140.dll', 'vcruntime140_1.dll') {
    Copy-Item (Join-Path $base $name) $home11
}
Copy-Item -Recurse (Join-Path $base 'DLLs') $home11
Remove-Item (Join-Path $home11 'DLLs\*') -Include '_test*', '_tkinter*', 'tcl*', 'tk*', '*.ico', '*.cat' -Force

# The rest is what tree.py does on Debian, called here step by step.
$steps = @'
import shutil
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import contents
import tree
from build import check_dlls, write_zip

plan = tree.read_plan()
home = tree.TREE / "python"
packages = home / "Lib" / "site-packages"
run, _, own = tree.all_requirements(plan)
tree.copy_tree(Path(sys.argv[2]) / "Lib", home / "Lib", plan.python["left_out"])
for name in (*(f"{module}.pyd" for module in plan.python["modules_for_tests"]), *plan.python["libraries_for_tests"]):
    (home / "DLLs" / name).unlink(missing_ok=True)
(home / "python311._pth").write_text("DLLs\nLib\nLib\\site-packages\n", encoding="ascii")
tree.install(run, "run", packages)
tree.prune_qt(plan, packages, plan.qt["modules"])
tree.prune_packages(packages)
tree.add_program(packages)
tree.copy_tree(tree.ROOT / "examples", tree.TREE / "examples", ["__pycache__", "*.json"])
tree.add_notices(plan, tree.TREE, sys.version.split()[0])
tree.draw_icons()
tree.COMPILER = shutil.which(tree.COMPILER) or "gcc"
tree.RESOURCE_COMPILER = shutil.which(tree.RESOURCE_COMPILER) or "windres"
# python.org's own python.exe is taken.
tree.LAUNCHERS = tuple(each for each in tree.LAUNCHERS if each.macro != "BARE")
tree.add_launchers(tree.TREE)
tree.compile_python(tree.TREE, Path(sys.executable))
tree.fetch_tools(own)
check_dlls()
contents.write_list(tree.TREE, tree.epoch())
tree.settle_times(tree.TREE)
write_zip(tree.TREE, Path(sys.argv[3]) / f"BulletinDesk-{tree.version()}-windows.zip")
'@
$script = Join-Path $work 'steps.py'
[IO.File]::WriteAllText($script, $steps, (New-Object Text.UTF8Encoding $false))
Invoke-Checked 'The tree was not made.' $venv @($script, $here, $base, $dist)

if (Get-Command makensis -ErrorAction SilentlyContinue) {
    $code = 'import sys; sys.path.insert(0, sys.argv[1]); import build, tree; ' +
        'build.write_setup(tree.TREE, build.DIST / f"BulletinDesk-{tree.version()}-setup.exe")'
    Invoke-Checked 'The setup was not made.' $venv @('-c', $code, $here)
} else {
    Write-Host 'No makensis on the path: there is the zip, but no setup.'
}
Get-ChildItem $dist
