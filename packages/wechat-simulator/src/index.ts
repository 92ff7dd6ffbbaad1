/**
 * The platform's side of a WeChat Official Account on loopback: API host, web authorisation, JS-SDK,
 * pushes with retries, and a phone to look at.
 */
export { createSimulator } from './create-simulator.ts';
export type { Simulator } from './create-simulator.ts';
export type { SimulatorControl, UserChange } from './control/control.ts';
export type { CallRecord } from './platform/call-records.ts';
export type { Fault, PlannedFault } from './platform/faults.ts';
export type { PlatformSettings, Quota, SettingsChange } from './platform/settings.ts';
export type { TemplateInput } from './platform/templates.ts';
export type { PushAttempt, PushRecord } from './push/deliver-push.ts';
export type { PhoneEvent } from './push/event-xml.ts';
export type { PlannedPushFault, PushFault, PushFaultKind } from './push/push-faults.ts';
export { runSelfTest } from './self-test/run-self-test.ts';
export type { CheckResult, SelfTestReport } from './self-test/run-self-test.ts';
export { SelfTestOptionsError } from './self-test/self-test-options.ts';
export type { SelfTestOptions } from './self-test/self-test-options.ts';
export { SimulatorOptionsError } from './simulator-options.ts';
export type { SimulatorOptions } from './simulator-options.ts';
export type {
  Bottle,
  ChatMessage,
  DeliveryReport,
  Menu,
  MenuButton,
  PhoneUser,
  Sms,
  Template,
} from './state.ts';
