import { createApp } from 'vue';
import App from './app/app.vue';
import './app/element-styles.ts';
import { router } from './app/router.ts';
import './app/theme.css';

createApp(App).use(router).mount('#app');
