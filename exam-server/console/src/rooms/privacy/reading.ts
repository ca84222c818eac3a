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
