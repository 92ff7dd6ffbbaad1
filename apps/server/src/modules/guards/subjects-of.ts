import { clientNetwork } from '../../platform/client-network.ts';
import type { ScanOrigin, SubjectKind } from './guard-types.ts';

/** What the wrong codes of a scan are counted by; an address by its network (`clientNetwork`). */
export function subjectsOf({ openId, address, device }: ScanOrigin): {
  kind: SubjectKind;
  subject: string;
}[] {
  const subjects: { kind: SubjectKind; subject: string }[] = [];
  if (openId !== null) subjects.push({ kind: 'openId', subject: openId });
  if (address !== null) subjects.push({ kind: 'address', subject: clientNetwork(address) });
  if (device !== null) subjects.push({ kind: 'device', subject: device });
  return subjects;
}
