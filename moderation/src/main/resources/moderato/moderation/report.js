'use strict';
(() => {
  const all = () => [...document.querySelectorAll('.evidence')].filter((item) => item.offsetParent !== null);
  const bars = new Map([...document.querySelectorAll('.bar')].map((bar) => [bar.hash.slice(1), bar]));
  const current = () => document.activeElement.closest('.evidence');

  function show(item) {
    const drawer = item.closest('details');
    if (drawer) drawer.open = true;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  }

  function move(step) {
    const items = all();
    const at = items.indexOf(current());
    const next = at < 0 ? (step > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + step));
    if (items[next]) show(items[next]);
  }

  function press(picture, on) {
    picture.setAttribute('aria-pressed', String(on));
  }

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    switch (event.key) {
      case 'ArrowRight': case 'ArrowDown': if (event.key === 'ArrowDown' && !current()) return; move(1); break;
      case 'ArrowLeft': case 'ArrowUp': if (event.key === 'ArrowUp' && !current()) return; move(-1); break;
      case 'Home': if (!current()) return; move(-Infinity); break;
      case 'End': if (!current()) return; move(Infinity); break;
      case 'r': case 'R': {
        const picture = current() && current().querySelector('.picture');
        if (!picture) return;
        press(picture, picture.getAttribute('aria-pressed') !== 'true');
        break;
      }
      case 'Escape':
        document.querySelectorAll('.picture').forEach((picture) => press(picture, false));
        if (document.activeElement.classList.contains('picture')) {
          const item = current();
          document.activeElement.blur();
          if (item) item.focus();
        }
        break;
      default: return;
    }
    event.preventDefault();
  });

  document.addEventListener('click', (event) => {
    const picture = event.target.closest('.picture');
    if (picture) {
      press(picture, picture.getAttribute('aria-pressed') !== 'true');
      if (picture.getAttribute('aria-pressed') === 'false') picture.blur();
      return;
    }
    const link = event.target.closest('a[href^="#"]');
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    show(target);
  });

  document.addEventListener('focusin', (event) => {
    const item = event.target.closest('.evidence');
    bars.forEach((bar, id) => bar.classList.toggle('current', item !== null && id === item.id));
  });
})();
