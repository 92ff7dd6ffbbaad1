/**
 * The platform's side of a WeChat Official Account on loopback: API host, web authorisation, JS-SDK,
 * pushes with retries, and a phone to look at.
 */
export { createSimulator } from './create-simulator.ts';
export { SimulatorOptionsError } from './simulator-options.ts';
