import { createApp } from 'vue';
import App from './App.vue';
import { i18n } from './locale';
import { PAGE, Page } from './state/page';
import { guard, guardClicks } from './state/keys';
import './style/page.css';

/** Wires the page: bridge, state, guard of keys, screens. */
function start(): void {
  const query = window.seatQuery;
  if (!query) {
    document.getElementById('page')?.append('This page belongs into the seat’s window. 本页须在考试程序中打开。');
    return;
  }
  const page = new Page(query);
  const lastTold = new Map<string, number>();
  guard(window, (what) => {
    const now = performance.now();
    if (now - (lastTold.get(what) ?? -1000) < 1000) return;
    lastTold.set(what, now);
    void page.bridge.blocked(what).catch(() => undefined);
  });
  guardClicks(window);
  window.addEventListener('error', (event) => void page.bridge.fault('script', `${event.message} ${event.filename}:${event.lineno}`));
  window.addEventListener('unhandledrejection', (event) => void page.bridge.fault('promise', event.reason instanceof Error ? event.reason.message : 'rejected'));
  document.addEventListener('securitypolicyviolation', (event) => void page.bridge.fault('policy', `${event.violatedDirective} ${event.blockedURI}`));
  const app = createApp(App);
  app.config.errorHandler = (error) => void page.bridge.fault('component', error instanceof Error ? error.message : 'error');
  app.use(i18n).provide(PAGE, page).mount('#page');
  page.start();
}

start();
