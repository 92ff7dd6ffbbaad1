import { createApp } from 'vue';
import PhoneApp from './phone-app.vue';
import { startPhone } from './use-phone.ts';
import './panel.css';
import './phone.css';

createApp(PhoneApp).mount('#app');
void startPhone();
