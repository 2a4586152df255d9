"""Runs the documentation: code blocks, command lines, the texts shown as their output, and the examples in docstrings.

    ```python                   runs; the blocks of a page share their names, and one that starts with `# walk.py` is
                                a file of that name; a block with `>>>` is a doctest
    ```console                  lines `$ s2sad ...` run
    ```python generated         what the block before it prints, likewise ```text generated

`python tests/test_docs.py` writes the generated blocks again.
"""

import contextlib
import doctest
import importlib
import inspect
import io
import linecache
import pkgutil
import re
import shlex
import subprocess
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import s2sad

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = [name for _, name, _ in pkgutil.walk_packages(s2sad.__path__, "s2sad.") if not name.endswith("__main__")]
FENCE = re.compile(r"^```(?P<info>\w[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Page:
    """One page while its blocks run; `outputs` are pairs of what is shown and what was printed, with the place."""

    path: Path
    outputs: list[tuple[re.Match[str], str]] = field(default_factory=list)

    def run(self) -> None:
        """Run all blocks in order."""
        name = f"documentation_{self.path.stem.lower()}"
        module = types.ModuleType(name)
        sys.modules[name] = module
        printed = ""
        for number, fence in enumerate(FENCE.finditer(self.path.read_text(encoding="utf-8"))):
            info, text = fence["info"], fence["text"]
            if info.endswith(" generated"):
                self.outputs.append((fence, printed))
            elif info == "console":
                printed = run_commands(text)
            elif info == "python" and ">>>" in text:
                check_examples(text, vars(module), f"{self.path.name}, block {number}")
            elif info == "python":
                printed = run_block(text, vars(module), f"{self.path.stem.lower()}_{number}.py")

    def update(self) -> None:
        """Write what was printed into the generated blocks."""
        text = self.path.read_text(encoding="utf-8")
        for fence, printed in reversed(self.outputs):
            text = text[: fence.start("text")] + tidy(printed) + text[fence.end("text") :]
        self.path.write_text(text, encoding="utf-8")


def tidy(text: str) -> str:
    """No space at the end of lines, no blank lines at the end."""
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n"


def run_block(text: str, namespace: dict[str, object], filename: str) -> str:
    """Run a block as a file whose text is known to `linecache`, as a notebook cell is; what it prints."""
    named = re.match(r"# (\w+\.py)\n", text)
    filename = named[1] if named else filename
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(text, filename, "exec"), namespace)
    return printed.getvalue()


def run_commands(text: str) -> str:
    """Run the lines `$ s2sad ...` of a block in the repository; what the last one prints."""
    printed = ""
    for line in text.splitlines():
        command = line.removeprefix("$ s2sad ")
        assert command != line, f"only s2sad runs here: {line}"
        arguments = [sys.executable, "-m", "s2sad", *shlex.split(command, comments=True)]
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        printed = done.stdout
    return printed


def check_examples(text: str, namespace: dict[str, object], name: str) -> None:
    """Run a block of `>>>` examples."""
    test = doctest.DocTestParser().get_doctest(text, namespace, name, None, 0)
    failures = io.StringIO()
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=failures.write, clear_globs=False)
    assert not failures.getvalue(), failures.getvalue()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_run_and_show_what_is_printed(path: Path) -> None:
    page = Page(path)
    page.run()
    for fence, printed in page.outputs:
        assert fence["text"] == tidy(printed)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_lines_of_pages_are_short(path: Path) -> None:
    prose = FENCE.sub("", path.read_text(encoding="utf-8"))
    long = [line for line in prose.splitlines() if len(line) > 120 and not line.startswith("|")]
    assert not long


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", FENCE.sub("", path.read_text(encoding="utf-8")))
    assert not [target for target in targets if not (path.parent / target).exists()]


def test_two_commands_set_everything_up() -> None:
    """Those of the README are those that CI runs."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace(" -q ", " ")
    shown = [line for fence in FENCE.finditer(readme) if fence["info"] == "sh" for line in fence["text"].splitlines()]
    commands = [line for line in shown if line.startswith("pip install")]
    assert len(commands) == 2
    for command in commands:
        assert f"\n{command}" in script


def test_architecture_page_names_every_module() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    names = [module.rpartition(".")[2] for module in MODULES]
    assert not [name for name in names if not re.search(rf"\b{name}\b", text)]


def docstring_examples() -> list[object]:
    found = []
    for name in MODULES:
        module = importlib.import_module(name)
        tests = doctest.DocTestFinder(exclude_empty=True).find(module, name)
        found += [pytest.param(test, id=test.name) for test in tests if test.examples]
    return found


@pytest.mark.parametrize("test", docstring_examples())
def test_examples_in_docstrings(test: doctest.DocTest) -> None:
    failures = io.StringIO()
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    doctest.DocTestRunner(optionflags=flags).run(test, out=failures.write)
    assert not failures.getvalue(), failures.getvalue()


@pytest.mark.parametrize("name", sorted(s2sad.__all__))
def test_public_functions_have_an_example(name: str) -> None:
    value = getattr(s2sad, name)
    if not inspect.isfunction(value):
        pytest.skip("a class")
    assert ">>>" in (inspect.getdoc(value) or "")


if __name__ == "__main__":
    for each in PAGES:
        current = Page(each)
        current.run()
        current.update()
