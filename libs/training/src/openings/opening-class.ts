import type { NewClass } from '@app/placements';
import type { OrderRow } from '../orders/training-orders.repository.js';
import type { OfferTerms } from '../offers/offer-terms.js';

/** The class that an order opens: what its people were told, at the provider that has taken it. */
export function openingClass(order: Pick<OrderRow, 'id' | 'number' | 'seats' | 'siteKind' | 'siteRegion'>, terms: OfferTerms, { providerId, programme, name, minSeats }: { readonly providerId: string; readonly programme: string; readonly name: string | null; readonly minSeats: number }): NewClass {
  return {
    orderId: order.id, name: name ?? `${terms.courseName}订单班（${order.number}）`, courseId: terms.courseId, programme, providerId, region: order.siteRegion, siteKind: order.siteKind, startsOn: terms.startsOn, endsOn: terms.endsOn,
    seats: order.seats, minSeats,
  };
}
