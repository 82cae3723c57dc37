import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../functions/wiring/config.ts';
import { startDeliveryWorker } from '../../../functions/wiring/local/delivery-worker.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

describe('the delivery thread', () => {
  it('is started again when it dies, and ends when it is told to', async () => {
    const lines: string[] = [];
    const config = readConfig({ DATA_DIR: temporaryFolder() }, process.cwd());
    // A mailer nobody has: the thread cannot open it and dies.
    const broken = { ...config, mailer: 'smtp' as const, smtpUrl: 'not a url' };
    const deliverer = startDeliveryWorker({ config: broken, zero: Date.now(), automatic: false }, (line) =>
      lines.push(line),
    );
    await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    expect(lines.every((line) => line.startsWith('Delivery broke, and starts again'))).toBe(true);
    await deliverer.stop();
    const after = lines.length;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(lines).toHaveLength(after);
  });
});
