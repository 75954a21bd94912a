import { ensureSetupToken } from '@app/accounts';
import { ownerDataSource } from '../data-source.js';

/** Makes the one-time token of the first set-up and prints what to do with it. */
export async function announceSetup(ownerUrl: string, address: string, say: (line: string) => void): Promise<void> {
  const dataSource = await ownerDataSource(ownerUrl).initialize();
  try {
    const token = await ensureSetupToken(dataSource);
    if (token !== null) say(`First set-up: POST ${address}/v1/setup with the one-time token ${token} (see README, "First administrator"). A new start makes a new token.`);
  } finally {
    await dataSource.destroy();
  }
}
