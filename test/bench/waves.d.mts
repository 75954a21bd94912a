export const FANOUT: number;
export function fixedWave(left: number): number;
export function carefulWave(left: number, answers: { readonly yes: number; readonly all: number }): number;
export function riskOf(left: number, asked: number, chance: number): number;
