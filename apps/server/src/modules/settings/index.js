/**
 * Owns: what head office may set without touching the machine.
 * Tables: setting.
 * Invariant: a secret that was saved is used by the server and never shown again.
 */
export { createSettings } from './create-settings.ts';
export { registerSettingRoutes } from './routes.ts';
export { settingsDefault } from './setting-values.ts';
export { createWechatMenuStore } from './save-wechat-menu.ts';
