"use strict";
// Live changes and shortcuts. The page can be read without this.
(() => {
  const $ = (id) => document.getElementById(id);
  const live = $("live"), title = document.title;
  let paused = false, unseen = 0;

  const say = (state, text) => { live.className = "live " + state; live.textContent = text; };

  // fetchPage gives this very address as a document.
  const fetchPage = async () => {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) throw new Error("status " + answer.status);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  // merge puts the rows of a newer list in the place of those of an older one. A row that
  // has not changed stays as it is, with what is open in it and with the focus.
  const merge = (list, newer, killed) => {
    const have = new Map([...list.children].map((row) => [row.dataset.id, row]));
    let place = list.firstElementChild, added = 0;
    for (const row of [...newer.children]) {
      const old = have.get(row.dataset.id);
      have.delete(row.dataset.id);
      let now = old;
      if (!old || old.innerHTML !== row.innerHTML) {
        now = document.importNode(row, true);
        if (!old || old.dataset.seq !== row.dataset.seq) { now.classList.add("fresh"); added++; }
        if (old) {
          const open = old.querySelector("details");
          if (open && open.open && now.querySelector("details")) now.querySelector("details").open = true;
          const focus = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
          if (old === place) place = old.nextElementSibling;
          old.remove();
          list.insertBefore(now, place);
          if (focus) [...now.querySelectorAll("a")].find((a) => a.getAttribute("href") === focus)?.focus();
          continue;
        }
      }
      while (place && place.classList.contains("killed")) place = place.nextElementSibling;
      if (now === place) place = place.nextElementSibling;
      else list.insertBefore(now, place);
    }
    for (const [id, row] of have) if (!killed.has(id)) row.remove();
    return added;
  };

  const wire = $("wire");
  if (wire && wire.dataset.stream) {
    const killed = new Set();
    let due = false, busy = false, waiting = 0;

    const refresh = async () => {
      if (busy || paused || document.hidden) { due = true; return; }
      busy = true; due = false;
      try {
        const page = await fetchPage(), newer = page.getElementById("wire");
        if (newer) {
          const added = merge(wire, newer, killed);
          if (added && document.visibilityState === "hidden") unseen += added;
          const nothing = $("nothing");
          if (nothing && wire.children.length) nothing.remove();
        }
        say("on", "live");
      } catch (e) {
        due = true;
        say("off", "not live, trying again");
      }
      setTimeout(() => { busy = false; if (due) refresh(); }, 700);
    };

    const kill = (id) => {
      for (const row of wire.querySelectorAll(`[data-id="${CSS.escape(id)}"]`)) {
        row.classList.add("killed");
        const badge = document.createElement("b");
        badge.className = "badge flash"; badge.textContent = "Killed";
        row.querySelector(".badges")?.replaceChildren(badge);
        killed.add(id);
        setTimeout(() => { row.remove(); killed.delete(id); }, 5000);
      }
    };

    const source = new EventSource(wire.dataset.stream);
    const soon = () => { waiting ||= setTimeout(() => { waiting = 0; refresh(); }, 150); };
    for (const name of ["new", "update", "correction"]) source.addEventListener(name, () => {
      if (document.hidden) document.title = `(${++unseen}) ${title}`;
      soon();
    });
    source.addEventListener("kill", (e) => { try { kill(JSON.parse(e.data).article); } catch { /* not ours */ } soon(); });
    source.addEventListener("open", () => { say("on", "live"); soon(); });
    source.addEventListener("error", () => say("off", "not live, trying again"));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      unseen = 0; document.title = title;
      if (due) refresh();
    });

    const pause = $("pause");
    pause.hidden = false;
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      say(paused ? "" : "on", paused ? "paused" : "live");
      if (!paused && due) refresh();
    });
  }

  // The works are looked at again and again while they are in sight, but not while
  // somebody is at a form in them.
  const works = $("works");
  if (works) {
    const again = async () => {
      if (!document.hidden && !works.contains(document.activeElement)) {
        try {
          const newer = (await fetchPage()).getElementById("works");
          if (newer && !works.contains(document.activeElement)) {
            const open = new Set([...works.querySelectorAll("details[open]")].map((d) => d.id));
            works.replaceChildren(...document.importNode(newer, true).childNodes);
            for (const d of works.querySelectorAll("details")) if (d.id && open.has(d.id)) d.open = true;
          }
          say("on", "live");
        } catch { say("off", "not live, trying again"); }
      }
      setTimeout(again, 2000);
    };
    setTimeout(again, 2000);
  }

  if (matchMedia("(max-width: 56rem)").matches) document.querySelector(".fold")?.removeAttribute("open");

  // Shortcuts of one letter can be turned off (WCAG 2.1.4).
  const keys = () => { try { return localStorage.getItem("shortcuts") !== "off"; } catch { return true; } };
  const about = $("shortcuts");
  if (about) {
    const toggle = document.createElement("button");
    const tell = () => { toggle.textContent = keys() ? "Shortcuts are on: j and k go through the list, / filters or searches" : "Shortcuts are off"; };
    toggle.type = "button";
    toggle.addEventListener("click", () => { try { localStorage.setItem("shortcuts", keys() ? "off" : "on"); } catch { /* no storage */ } tell(); });
    tell();
    about.append(toggle);
  }
  document.addEventListener("keydown", (e) => {
    if (!keys() || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, select, textarea")) return;
    if (e.key === "/") {
      const field = document.querySelector("input[type=search], .filters select");
      if (!field) return;
      e.preventDefault();
      field.closest("details")?.setAttribute("open", "");
      field.focus();
      return;
    }
    const step = { j: 1, k: -1 }[e.key];
    if (!step) return;
    const links = [...document.querySelectorAll(".headline[href]")];
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
    e.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
})();
