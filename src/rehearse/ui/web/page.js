() => {
  const show = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  let element = null, since = 0;
  setInterval(() => {
    const clock = document.querySelector(".rh-clock");
    if (!clock) return;
    if (clock !== element || clock.dataset.seen !== "1") {
      element = clock;
      clock.dataset.seen = "1";
      since = performance.now();
    }
    const passed = clock.dataset.running === "1" ? (performance.now() - since) / 1000 : 0;
    const elapsed = Number(clock.dataset.elapsed) + passed;
    const limit = clock.dataset.limit ? Number(clock.dataset.limit) : null;
    clock.textContent = limit === null ? `${show(elapsed)} gone` : `${show(Math.max(0, limit - elapsed))} left of ${show(limit)}`;
    clock.classList.toggle("rh-over", limit !== null && elapsed > limit);
  }, 250);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("#rh-answer")) {
      event.preventDefault();
      document.querySelector("#rh-send").click();
    }
  });
}
