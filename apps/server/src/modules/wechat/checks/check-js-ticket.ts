import type { Check } from './check-tools.ts';
import { passed, warning } from './check-tools.ts';
import { isIpAddress } from './judge-address.ts';

/** A page can be signed for, as when somebody opens the scanner. */
export const checkJsTicket: Check = async ({ client, tools, said }) => {
  await client.signJsApiUrl(`${tools.publicUrl}/scan`);
  if (isIpAddress(tools.publicUrl)) return warning(said.jsTicket.ipAddress);
  return passed(said.jsTicket.fine(new URL(tools.publicUrl).host));
};
