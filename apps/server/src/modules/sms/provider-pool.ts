import type { Clock } from '../../platform/clock.ts';
import { createAliyunProvider } from './aliyun-provider.ts';
import { channelNotSetUp } from './errors.ts';
import type { SmsProviderError } from './provider.ts';
import type { SmsProvider } from './provider.ts';
import type { CloudName, SmsEndpoints, SmsSettings } from './sms-settings.ts';
import { createTencentProvider } from './tencent-provider.ts';

/** A provider that failed so often in a row rests so long: it is asked last, not first. */
export const breaker = { failuresMax: 3, restSeconds: 60 } as const;

export interface ProviderPool {
  /** Names in the configured order; empty: nothing is configured. */
  names(settings: SmsSettings): string[];
  /** In the order in which they are to be tried now. */
  inOrder(settings: SmsSettings): SmsProvider[];
  /** One cloud, in force or not. Throws bad_request when its settings are not complete. */
  only(settings: SmsSettings, name: CloudName): SmsProvider;
  /** Tells the breaker how an attempt ended. */
  note(provider: SmsProvider, error: SmsProviderError | undefined): void;
}

interface Entry {
  /** The settings it was made from: others make another provider, with a clean record. */
  madeFrom: string;
  provider: SmsProvider;
  failures: number;
  restsUntil: number;
}

/** The providers of this process; their clients live as long as their settings. */
export function createProviderPool(options: {
  clock: Clock;
  simulatorProvider: SmsProvider | undefined;
  endpoints: SmsEndpoints;
}): ProviderPool {
  const { clock, simulatorProvider, endpoints } = options;
  const entries = new Map<CloudName, Entry>();

  function entryOf(settings: SmsSettings, name: CloudName): Entry {
    const madeFrom = JSON.stringify(settings[name]);
    const known = entries.get(name);
    if (known?.madeFrom === madeFrom) return known;
    const endpoint = endpoints[name];
    const provider =
      name === 'aliyun'
        ? createAliyunProvider({ ...settings.aliyun, endpoint })
        : createTencentProvider({ ...settings.tencent, endpoint });
    const entry = { madeFrom, provider, failures: 0, restsUntil: 0 };
    entries.set(name, entry);
    return entry;
  }

  return {
    names: (settings) => (simulatorProvider ? [simulatorProvider.name] : settings.providers),
    inOrder: (settings) => {
      if (simulatorProvider) return [simulatorProvider];
      const all = settings.providers.map((name) => entryOf(settings, name));
      const now = clock.now().getTime();
      const isResting = (entry: Entry) => entry.restsUntil > now;
      return [...all.filter((entry) => !isResting(entry)), ...all.filter(isResting)].map(
        ({ provider }) => provider,
      );
    },
    only: (settings, name) => {
      if (Object.values(settings[name]).includes('')) throw channelNotSetUp();
      return entryOf(settings, name).provider;
    },
    note: (provider, error) => {
      const entry = [...entries.values()].find((one) => one.provider === provider);
      // A refusal that is about a number says nothing of the provider: nobody may silence it so.
      if (!entry || (error && error.concerns !== 'provider')) return;
      entry.failures = error ? entry.failures + 1 : 0;
      if (entry.failures < breaker.failuresMax) return;
      entry.failures = 0;
      entry.restsUntil = clock.now().getTime() + breaker.restSeconds * 1000;
    },
  };
}
