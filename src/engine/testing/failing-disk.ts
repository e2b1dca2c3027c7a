import * as promises from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { disk, type FileSystem } from '../runs/file-system';

/** How a call of the disk goes wrong: with an error, or with half of the bytes written and no error at all. */
export type DiskFault = 'ENOSPC' | 'EIO' | 'short write';

/** A disk that writes down every call and goes wrong at those that `fails` names, counted from 0. */
export interface FailingDisk {
  fs: FileSystem;
  /** What was called, in order. */
  calls: string[];
}

/** The real disk underneath: what goes right lies in real files, but is not waited for. */
export function failingDisk(fault: DiskFault, fails: (call: number) => boolean): FailingDisk {
  const calls: string[] = [];
  const isBad = (name: string): boolean => fails(calls.push(name) - 1);
  const check = (name: string): void => {
    if (isBad(name) && fault !== 'short write') throw coded(fault, name);
  };
  const fs: FileSystem = {
    open: async (...args) => {
      check('open');
      return watched(await promises.open(...args));
    },
    rename: async (...args) => {
      check('rename');
      await promises.rename(...args);
    },
    unlink: async (...args) => {
      check('unlink');
      await promises.unlink(...args);
    },
    rm: async (...args) => {
      check('rm');
      await promises.rm(...args);
    },
    mkdir: wrap('mkdir', promises.mkdir),
    readdir: wrap('readdir', promises.readdir),
    readPlain: async (...args) => {
      check('readPlain');
      return disk.readPlain(...args);
    },
  };
  /** Keeps the overloads of `work`. */
  function wrap<F extends typeof promises.mkdir | typeof promises.readdir>(name: string, work: F): F {
    return new Proxy(work, {
      apply: (target, self, args) =>
        new Promise((resolve) => {
          check(name);
          resolve(Reflect.apply(target, self, args));
        }),
    });
  }
  function watched(handle: FileHandle): FileHandle {
    const writeFile = handle.writeFile.bind(handle);
    const [close, stat] = [handle.close.bind(handle), handle.stat.bind(handle)];
    handle.writeFile = async (data, ...more) => {
      const bad = isBad('write');
      if (!bad) return writeFile(data, ...more);
      if (!ArrayBuffer.isView(data)) throw new TypeError('This disk takes bytes alone.');
      // A disk that is full takes what still fits.
      const bytes = new Uint8Array(data.buffer, data.byteOffset, Math.floor(data.byteLength / 2));
      await writeFile(bytes);
      if (fault !== 'short write') throw coded(fault, 'write');
    };
    // Nothing here outlives the system, and thousands of true ones would wait for whatever else the disk has to do.
    handle.sync = () => {
      const failed = isBad('sync') && fault !== 'short write';
      return failed ? Promise.reject(coded(fault, 'sync')) : Promise.resolve();
    };
    handle.close = async () => {
      // Whatever close says, the file is closed.
      await close();
      check('close');
    };
    handle.stat = new Proxy(stat, {
      apply: (target, _, args) =>
        new Promise((resolve) => {
          check('stat');
          resolve(Reflect.apply(target, handle, args));
        }),
    });
    return handle;
  }
  return { fs, calls };
}

function coded(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: ${call}`), { code });
}
