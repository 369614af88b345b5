"""``rehearse prompts list | show | render | diff``."""

import json
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rehearse.errors import ConfigError
from rehearse.ui.cli.main import Group, app
from rehearse.ui.cli.parts import console

if TYPE_CHECKING:
    from rehearse.content.prompts import Prompt

prompts_app = typer.Typer(
    cls=Group, help="Look at what is sent to a model.\n\nExample: rehearse prompts render interviewer", no_args_is_help=True
)
app.add_typer(prompts_app, name="prompts")

PromptId = Annotated[str, typer.Argument(help="A prompt's id; see `rehearse prompts list`.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@prompts_app.command("list", epilog="Example: rehearse prompts list")
def list_(as_json: AsJson = False) -> None:
    """List the prompts that are in force: ours, and those of your folder (REHEARSE_PROMPTS), which override them."""
    from rich.table import Table

    ours = _folders()[0]
    rows = [
        {**_about(prompt), "whose": "ours" if prompt.file and prompt.file.parent == ours else "yours"} for prompt in _prompts().values()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2))
        return
    table = Table("id", "version", "hash", "whose", "purpose", box=None)
    for row in rows:
        table.add_row(*(str(row[name]) for name in ("id", "version", "hash", "whose", "purpose")))
    console().print(table)


@prompts_app.command(epilog="Example: rehearse prompts show judge")
def show(prompt_id: PromptId, as_json: AsJson = False) -> None:
    """Show one prompt: its templates, its options, the values that it needs."""
    prompt = _prompt(prompt_id)
    if as_json:
        typer.echo(json.dumps({**_about(prompt), **prompt.model_dump(mode="json"), "variables": sorted(prompt.variables)}, indent=2))
        return
    typer.echo(f"{prompt.id} version {prompt.version} · {prompt.ref.hash} · {prompt.file}\n{prompt.purpose}")
    options = prompt.options.model_dump()
    typer.echo(f"options: {', '.join(f'{name} {value}' for name, value in options.items())}")
    typer.echo(f"needs: {', '.join(sorted(prompt.variables))}")
    typer.echo(f"examples: {', '.join(example.name for example in prompt.examples) or 'none'}")
    _print_messages([("system", prompt.system), ("user", prompt.user)])


@prompts_app.command(epilog="Example: rehearse prompts render interviewer --example probe --var persona=rushed")
def render(
    prompt_id: PromptId,
    example: Annotated[str | None, typer.Option(help="Whose values to take; the first example by default.")] = None,
    var: Annotated[list[str] | None, typer.Option(help="NAME=VALUE, the value in YAML; may be given again.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the messages that a model would get; nothing is sent."""
    prompt = _prompt(prompt_id)
    chosen = example or next((given.name for given in prompt.examples), None)
    values = {**(prompt.example(chosen) if chosen else {}), **dict(map(_value, var or ()))}
    messages = prompt.render(**values)
    if as_json:
        typer.echo(json.dumps([{"role": role, "content": text} for role, text in messages], indent=2))
    else:
        _print_messages(messages)


@prompts_app.command(epilog="Example: REHEARSE_PROMPTS=my-prompts rehearse prompts diff interviewer")
def diff(prompt_id: PromptId) -> None:
    """Show how your version of a prompt differs from ours."""
    ours, *own = (folder / f"{_prompt(prompt_id).id}.yaml" for folder in _folders())
    there = [path for path in own if path.exists()]
    if not there:
        raise ConfigError(f"You have no prompt {prompt_id!r} of your own. Copy {ours} into a folder and set REHEARSE_PROMPTS to it.")
    before, after = (_lines(path) if path.exists() else [] for path in (ours, there[-1]))
    found = list(unified_diff(before, after, f"ours/{ours.name}", f"yours/{ours.name}"))
    typer.echo("".join(found) or f"Your prompt {prompt_id!r} is the same as ours.", nl=not found)


def _folders() -> list[Path]:
    from rehearse.settings import load_settings

    settings = load_settings()
    settings.check_folders()
    return settings.prompts_folders


def _prompts() -> "dict[str, Prompt]":
    from rehearse.content.prompts import load_prompts

    return load_prompts(_folders())


def _prompt(prompt_id: str) -> "Prompt":
    from rehearse.errors import NotFoundError

    prompts = _prompts()
    if prompt_id not in prompts:
        raise NotFoundError("prompt", prompt_id, prompts, "See `rehearse prompts list`.")
    return prompts[prompt_id]


def _about(prompt: "Prompt") -> dict[str, Any]:
    return {"id": prompt.id, "version": prompt.version, "hash": prompt.ref.hash, "purpose": prompt.purpose, "file": str(prompt.file)}


def _value(text: str) -> tuple[str, Any]:
    """A NAME=VALUE of the command line; the value is read as YAML."""
    import yaml

    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise ConfigError(f"--var {text!r} is not NAME=VALUE, such as --var level=senior.")
    try:
        return name, yaml.safe_load(value)
    except yaml.YAMLError:
        return name, value


def _lines(path: Path) -> list[str]:
    from rehearse.content.yaml_file import read_text

    return read_text(path).splitlines(keepends=True)


def _print_messages(messages: list[tuple[str, str]]) -> None:
    for role, text in messages:
        typer.echo(f"\n[{role}]\n{text.rstrip()}")
