import { BlockList, isIP } from 'node:net';
import type { AddressFault, CheckTexts } from '../../../texts-wechat-checks.ts';
import type { Finding } from './check-tools.ts';

/** What WeChat or phones would trip over in the address this server is known by. */
export function judgeAddress(publicUrl: string): AddressFault[] {
  const url = new URL(publicUrl);
  const faults: AddressFault[] = [];
  if (url.protocol !== 'https:') faults.push('notHttps');
  if (isIpAddress(publicUrl)) faults.push('ipAddress');
  if (url.port !== '' && url.port !== '80' && url.port !== '443') faults.push('oddPort');
  if (isPrivate(url.hostname)) faults.push('private');
  return faults;
}

/** A passed finding becomes a warning when the address has faults. */
export function withAddressFaults(
  finding: Finding,
  faults: readonly AddressFault[],
  said: CheckTexts,
): Finding {
  if (faults.length === 0) return finding;
  const state = finding.state === 'passed' ? 'warning' : finding.state;
  const more = faults.map((fault) => said.addressFaults[fault]);
  return { ...finding, state, steps: [...finding.steps, ...more] };
}

export function isIpAddress(publicUrl: string): boolean {
  return isIP(bareHost(new URL(publicUrl).hostname)) !== 0;
}

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ...([
    ['10.0.0.0', 8],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const),
] as const) {
  privateNetworks.addSubnet(network, bits, 'ipv4');
}
privateNetworks.addAddress('::1', 'ipv6');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');
privateNetworks.addSubnet('fe80::', 10, 'ipv6');

function isPrivate(hostname: string): boolean {
  const host = bareHost(hostname);
  const family = isIP(host);
  if (family !== 0) return privateNetworks.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return (
    host === 'localhost' || /\.(?:localhost|local|internal|lan)$/.test(host) || !host.includes('.')
  );
}

function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
