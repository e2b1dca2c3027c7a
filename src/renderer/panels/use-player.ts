import { useEffect } from 'react';
import type { Atelier } from '../store/atelier';
import { useAtelier } from './atelier-context';

/** While something plays, goes on by one every so many milliseconds. */
export function usePlayer(playing: boolean, milliseconds: number, goOn: (atelier: Atelier) => void): void {
  const atelier = useAtelier();
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(() => goOn(atelier), milliseconds);
    return () => clearInterval(timer);
  }, [atelier, playing, milliseconds, goOn]);
}
