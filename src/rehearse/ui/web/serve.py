"""Starting the web server: an address at once, the engine behind it."""

import os
import socket
import time
from collections.abc import Callable

from rehearse.bootstrap import App
from rehearse.errors import ConfigError
from rehearse.ui.web.gradio_import import import_gradio
from rehearse.ui.web.warmup import Warmup


def serve(app: App, host: str, port: int, say: Callable[[str], object]) -> None:
    """Serve until interrupted. Raises `ConfigError` when the port is taken."""
    _check_port(host, port)
    warmup = Warmup(app)
    app.on_progress(warmup.progress)
    server = start(app, warmup, host, port)
    say(f"Rehearse is at {server} (Ctrl-C stops it; nothing is lost)")
    warmup.start(after=lambda: say("Ready."))
    while True:
        time.sleep(3600)


def start(app: App, warmup: Warmup, host: str, port: int) -> str:
    """Launch the page and return its address."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    import_gradio()
    from rehearse.ui.web.page import build_page, launch_options
    from rehearse.ui.web.voice.voice import Voice

    voice = Voice(app)
    demo = build_page(app, warmup, voice)
    demo.queue(default_concurrency_limit=64)
    routes = {"routes": voice.routes()}
    _, address, _ = demo.launch(server_name=host, server_port=port or None, prevent_thread_lock=True, app_kwargs=routes, **launch_options())
    return address


def _check_port(host: str, port: int) -> None:
    """Say that a port is taken before anything slow is loaded."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"{host}:{port} cannot be used ({error.strerror}). Choose another port, e.g. `rehearse serve --port {port + 1}`."
            ) from None
