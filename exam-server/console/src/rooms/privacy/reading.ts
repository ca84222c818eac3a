import { useI18n } from 'vue-i18n';

const PERIOD = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/;

/** Puts periods of the retention table into words. */
export function usePeriods(): (period: string) => string {
  const { t } = useI18n();
  return (period) => {
    const [, years, months, days] = PERIOD.exec(period) ?? [];
    if (years) return t('room.privacy.years', { count: years });
    if (months) return t('room.privacy.months', { count: months });
    return days ? t('room.privacy.days', { count: days }) : period;
  };
}

/** Puts whose data it is into words; the node's own word for it stands beside, to be copied. */
export function useWhose(): (upon: string) => string {
  const { t } = useI18n();
  return (upon) => {
    const [first = '', second] = upon.split(' ');
    const isStaffOrRequest = first === 'staff' || first === 'request';
    if (second !== undefined) return t(`room.privacy.uponIs.${isStaffOrRequest ? first : 'candidate'}`, { name: isStaffOrRequest ? second : first });
    const [sitting = '', ...room] = upon.split('/');
    return room.length === 0 ? t('room.privacy.uponIs.sitting', { name: sitting }) : t('room.privacy.uponIs.room', { name: sitting, room: room.join('/') });
  };
}
