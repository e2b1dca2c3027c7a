import { describe, expect, it } from 'vitest';
import { epochMetrics, runSummary } from '../../testing/made-runs';
import { summary } from '../../testing/made-data';
import { estimateTime } from './time-estimate';

describe('estimateTime', () => {
  it('is the rate of the newest run, scaled by what the networks compute', () => {
    const run = runSummary({ metrics: [epochMetrics(1, { imagesPerSecond: 300 })] });
    const same = estimateTime(summary({ train: 600 }), 2, [run]);
    expect(same).toEqual({ secondsPerEpoch: 2, measured: true });
    const larger = estimateTime(summary({ train: 600, side: 64, channels: 3 }), 2, [run]);
    expect(larger.secondsPerEpoch).toBeGreaterThan(6);
  });

  it('says when nothing has been measured on this machine', () => {
    expect(estimateTime(summary({ train: 1000 }), 64, [])).toEqual({ secondsPerEpoch: 1, measured: false });
  });
});
