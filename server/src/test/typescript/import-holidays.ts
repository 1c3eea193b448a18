import { docket, print } from "./client.js";

const { holidays } = await docket.businessCalendars.createBusinessCalendar({
  businessCalendarInput: {
    id: "sdk-holidays",
    name: "Holidays",
    zone: "Europe/London",
    weekly: { monday: [{ from: "09:00", until: "17:00" }] },
    holidays: ["2026-12-26"],
  },
});
const { datesAdded, ignored } = await docket.businessCalendars.importHolidays({
  calendarId: "sdk-holidays",
  body: `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Docket//Test//EN
BEGIN:VEVENT
UID:1@docket.example
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20261225
SUMMARY:Noël
END:VEVENT
BEGIN:VEVENT
UID:2@docket.example
DTSTAMP:20260101T000000Z
DTSTART:20261224T140000Z
SUMMARY:Réveillon
END:VEVENT
END:VCALENDAR
`,
});
const contract: string = await docket.docs.getContract();
print({
  holidays,
  datesAdded,
  ignored: ignored.map(({ summary, reason }) => ({ summary, reason })),
  contract: contract.slice(0, 14),
});
