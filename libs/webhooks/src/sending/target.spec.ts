import { BlockList, isIPv4 } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isPublicAddress } from './public-address.js';
import { readTarget } from './target.js';

describe('a public address', () => {
  it.each([
    '127.0.0.1', '127.255.255.254', '::1', '::ffff:7f00:1', '::ffff:127.0.0.1', '::127.0.0.1', '0.0.0.0', '::', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fdff::1', 'fe80::1', 'fec0::1', '169.254.169.254', 'fd00:ec2::254',
    '100.64.0.1', '100.100.100.200', '100.127.255.255', '192.0.0.192', '168.63.129.16', '224.0.0.1', '239.255.255.255', 'ff02::1', '255.255.255.255', '240.0.0.1', '198.18.0.1', '192.0.2.1', '203.0.113.9', '2001:db8::1',
    '64:ff9b::7f00:1', '64:ff9b:1::1', '2002:7f00:1::', '2001::1', 'fe80::1%eth0', '', 'localhost', '1.2.3', '0x7f.1',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '8.8.8.8', '100.63.255.255', '100.128.0.1', '172.15.255.255', '172.32.0.1', '2400:3200::1', '2606:4700::1111'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it('of version 4 lies in none of the ranges of the register of special addresses', () => {
    const special = new BlockList();
    for (const range of ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4']) {
      const [net, prefix] = range.split('/') as [string, string];
      special.addSubnet(net, Number(prefix), 'ipv4');
    }
    const parts = [0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 240, 255];
    const first = fc.oneof(fc.constantFrom(...parts), fc.nat(255));
    fc.assert(fc.property(first, fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c, d) => {
      const address = `${a}.${b}.${c}.${d}`;
      expect(isIPv4(address)).toBe(true);
      if (special.check(address, 'ipv4')) expect(isPublicAddress(address)).toBe(false);
    }), { numRuns: 2_000 });
  });

  it('of version 6 carries no address of version 4 inside', () => {
    const hex = (a: number, b: number): string => ((a << 8) | b).toString(16);
    fc.assert(fc.property(fc.constantFrom('::ffff:', '::', '64:ff9b::'), fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255), (prefix, a, b, c, d) => {
      expect(isPublicAddress(`${prefix}${hex(a, b)}:${hex(c, d)}`)).toBe(false);
    }));
  });
});

describe('a target', () => {
  it.each([
    ['hr.example.com', '不是网址'], ['http://hr.example.com/', '须为 https 网址'], ['ftp://hr.example.com/', '须为 https 网址'], [`https://${'somebody:word'}@hr.example.com/`, '网址中不能带用户名和密码'], ['https://hr.example.com/#part', '网址中不能带 # 片段'],
    ['https://127.0.0.1/', '须为公网地址'], ['https://[::1]/', '须为公网地址'], ['https://[::ffff:7f00:1]/', '须为公网地址'], ['https://0x7f.1/', '须为公网地址'], ['https://2130706433/', '须为公网地址'], ['https://0177.0.0.1/', '须为公网地址'], ['https://169.254.169.254/latest/meta-data/', '须为公网地址'],
    ['https://localhost/', '须为公网域名'], ['https://api.localhost/', '须为公网域名'], ['https://printer.local/', '须为公网域名'], ['https://db.internal/', '须为公网域名'], ['https://intranet/', '须为公网域名'], ['https://localhost./', '须为公网域名'],
  ])('is not %s: %s', (text, refusal) => {
    expect(readTarget(text, [])).toEqual({ url: null, refusal });
  });

  it('is an https address of a public name or address, as a browser would write it', () => {
    expect(readTarget('https://HR.Example.com:8443/hook?x=1', []).url?.href).toBe('https://hr.example.com:8443/hook?x=1');
    expect(readTarget('https://1.1.1.1/', []).refusal).toBeNull();
  });

  it('may be anything of an origin that stands in the test switch, and of that origin only', () => {
    const origins = ['http://127.0.0.1:4000'];
    expect(readTarget('http://127.0.0.1:4000/hook', origins).refusal).toBeNull();
    for (const text of ['http://127.0.0.1:4001/hook', 'https://127.0.0.1:4000/hook', `http://${'somebody'}@127.0.0.1:4000/`]) expect(readTarget(text, origins).url).toBeNull();
  });
});
