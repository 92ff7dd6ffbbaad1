// These two look at the address before the router does.
import './shared/entry-url.ts';
import './pages/sign-in/sign-in-token.ts';
import { createApp } from 'vue';
// Vant's styles one by one: its icon font is left out, see line-icon.vue.
import 'vant/es/style/base.css';
import 'vant/es/loading/index.css';
import 'vant/es/button/index.css';
import 'vant/es/list/index.css';
import 'vant/es/pull-refresh/index.css';
import App from './app/app.vue';
import { router } from './app/router.ts';
import './app/style.css';
import { keepCheckOfVisit } from './pages/check/visit-check.ts';
import { forgetAttemptOfVisit } from './shared/attempts.ts';
import { openedAnew } from './shared/visit.ts';

if (openedAnew()) {
  forgetAttemptOfVisit();
  keepCheckOfVisit(undefined);
}

createApp(App).use(router).mount('#app');
