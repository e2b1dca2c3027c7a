import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MemoryFile } from './memory-file';
import { MemoryLog } from './testing/memory-log';

describe('MemoryFile', () => {
  let folder: string;
  let file: string;
  let log: MemoryLog;
  let memory: MemoryFile<string[]>;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'latent-atelier-memory-'));
    file = path.join(folder, 'profile', 'names.json');
    log = new MemoryLog();
    memory = new MemoryFile(file, z.array(z.string()), log);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what it was given, and leaves nothing beside it', () => {
    memory.write(['a', 'ö']);
    memory.write(['b']);
    expect(memory.read()).toEqual(['b']);
    expect(readdirSync(path.dirname(file))).toEqual(['names.json']);
    expect(log.lines).toEqual([]);
  });

  it('remembers nothing at first, without a word', () => {
    expect(memory.read()).toBeNull();
    expect(log.lines).toEqual([]);
  });

  it.each(['', '{"half":', '[1]'])('leaves %j aside and says so', (text) => {
    memory.write([]);
    writeFileSync(file, text);
    expect(memory.read()).toBeNull();
    expect(log.lines[0]).toContain('could not be read');
  });

  it('leaves the old file whole when the new one cannot be written', () => {
    memory.write(['old']);
    mkdirSync(path.join(path.dirname(file), `.names.json.${process.pid}.tmp`));
    memory.write(['new']);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(['old']);
    expect(log.lines[0]).toContain('could not be written');
  });
});
