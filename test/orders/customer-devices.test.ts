import { expect, test } from 'vitest';
import { CustomerDevices } from '../../src/orders/customer-devices.js';

const devices = new CustomerDevices('secret');

test('a device is known to the account that it signed in to, and to no other', () => {
  const cookie = devices.cookie('anna');
  expect(devices.deviceOf(cookie, 'anna')).toBe(cookie.slice(0, 22));
  expect(devices.deviceOf(cookie, 'ben')).toBeNull();
  expect(new CustomerDevices('other').deviceOf(cookie, 'anna')).toBeNull();
});

test('no two sign-ins make the same device', () => {
  expect(devices.cookie('anna')).not.toBe(devices.cookie('anna'));
});

test.each([null, '', '.', 'a.b', `${'A'.repeat(22)}.${'A'.repeat(43)}`])(
  'a cookie that was not given out is of no device: %s',
  (cookie) => {
    expect(devices.deviceOf(cookie, 'anna')).toBeNull();
  },
);
