export { startAliyunDouble } from './aliyun-double.ts';
export { replay } from './cloud-double.ts';
export type { CloudDouble } from './cloud-double.ts';
export { startTencentDouble } from './tencent-double.ts';
