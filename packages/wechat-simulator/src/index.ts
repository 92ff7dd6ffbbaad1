/**
 * The platform's side of a WeChat Official Account on loopback: API host, web authorisation, JS-SDK,
 * pushes with retries, and a phone to look at.
 */
export { createSimulator } from './create-simulator.ts';
export type { Simulator } from './create-simulator.ts';
export type { SimulatorControl } from './control/control.ts';
export type { Fault } from './platform/faults.ts';
export type { PushAttempt, PushRecord } from './push/deliver-push.ts';
export type { PhoneEvent } from './push/event-xml.ts';
export { SimulatorOptionsError } from './simulator-options.ts';
export type { SimulatorOptions } from './simulator-options.ts';
export type { Bottle, ChatMessage, Menu, MenuButton, PhoneUser, Sms } from './state.ts';
