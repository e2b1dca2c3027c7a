import { describe, expect, it } from 'vitest';
import { latentAndChannels, parameterShapes, sidesThatFit } from './parameters';
import { planNetwork, type NetworkSize } from './plan';

const shapesOf = (size: NetworkSize): Map<string, readonly number[]> =>
  new Map(parameterShapes(planNetwork(size)).map(({ name, shape }) => [name, shape]));

describe('parameterShapes', () => {
  it('lists the notebook’s state_dict in PyTorch’s order and layouts', () => {
    const shapes = parameterShapes(planNetwork({ side: 28, channels: 1, latent: 64 }));
    expect(shapes.map(({ name, shape }) => `${name} ${shape.join('x')}`)).toEqual([
      'encoder.0.weight 32x1x3x3', 'encoder.0.bias 32',
      'encoder.2.weight 64x32x3x3', 'encoder.2.bias 64',
      'encoder.4.weight 72x64x3x3', 'encoder.4.bias 72',
      'encoder.6.weight 64x72x3x3', 'encoder.6.bias 64',
      'z_mean.weight 64x3136', 'z_mean.bias 64',
      'z_log_var.weight 64x3136', 'z_log_var.bias 64',
      'decoder.0.weight 3136x64', 'decoder.0.bias 3136',
      'decoder.2.weight 64x64x3x3', 'decoder.2.bias 64',
      'decoder.4.weight 64x72x3x3', 'decoder.4.bias 72',
      'decoder.6.weight 72x32x3x3', 'decoder.6.bias 32',
      'decoder.8.weight 32x1x4x4', 'decoder.8.bias 1',
    ]); // prettier-ignore
  });

  it('adds up to the plan’s parameter count for every side', () => {
    for (let side = 16; side <= 128; side++) {
      const plan = planNetwork({ side, channels: 3, latent: 2 + side });
      const total = parameterShapes(plan).reduce(
        (sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1),
        0,
      );
      expect(total).toBe(plan.parameterCount);
    }
  });
});

describe('reading foreign shapes', () => {
  it('finds latent size, channels and every side that fits, 28 first', () => {
    const shapes = shapesOf({ side: 28, channels: 1, latent: 64 });
    expect(latentAndChannels(shapes)).toEqual({ latent: 64, channels: 1, flat: 3136 });
    expect(sidesThatFit(shapes)).toEqual([28, 27, 26, 25]);
    for (const side of [16, 31, 64, 100, 128]) {
      expect(sidesThatFit(shapesOf({ side, channels: 3, latent: 10 }))).toContain(side);
    }
    for (const side of [16, 32, 64, 128]) {
      expect(sidesThatFit(shapesOf({ side, channels: 1, latent: 2 }))[0]).toBe(side);
    }
  });

  it('fits nothing when a tensor is missing, odd or too many, and says what is wrong', () => {
    const shapes = shapesOf({ side: 28, channels: 1, latent: 64 });
    const changed = (name: string, shape: readonly number[] | null): Map<string, readonly number[]> => {
      const copy = new Map(shapes);
      if (shape === null) copy.delete(name);
      else copy.set(name, shape);
      return copy;
    };
    expect(sidesThatFit(changed('decoder.8.bias', null))).toEqual([]);
    expect(sidesThatFit(changed('decoder.8.bias', [2]))).toEqual([]);
    expect(sidesThatFit(changed('extra', [1]))).toEqual([]);
    expect(() => sidesThatFit(changed('z_mean.weight', null))).toThrow(
      'These weights lack the tensor "z_mean.weight", as the notebook names it',
    );
    expect(() => latentAndChannels(changed('z_mean.weight', [64]))).toThrow('must have two dimensions');
    expect(() => latentAndChannels(changed('z_mean.weight', [1, 3136]))).toThrow('1 latent dimensions');
    expect(() => latentAndChannels(changed('encoder.0.weight', [32, 2, 3, 3]))).toThrow('1 or 3');
  });
});
