// Before the first paint: follow the system where the reader chose neither light nor dark.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    if (root.dataset.theme === "auto") root.dataset.bsTheme = system.matches ? "dark" : "light";
  };
  system.addEventListener("change", follow);
  follow();
})();
