import { createApp } from 'vue';
import App from './app/app.vue';
import './app/element-styles.ts';
import { router } from './app/router.ts';
import { stayCurrent } from './app/stay-current.ts';
import './app/theme.css';

stayCurrent(router);
createApp(App).use(router).mount('#app');
