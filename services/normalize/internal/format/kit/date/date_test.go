package date_test

import (
	"testing"
	"time"
	_ "time/tzdata" // names of zones on any machine

	"github.com/stretchr/testify/require"

	"github.com/wireroom/wireroom/services/normalize/internal/format/kit/date"
)

func TestParse(t *testing.T) {
	t.Parallel()
	athens, err := time.LoadLocation("Europe/Athens")
	require.NoError(t, err)
	for text, want := range map[string]string{
		// RFC 5322 and its usual mistakes
		"Tue, 08 Jul 2025 09:15:00 +0200":          "2025-07-08T07:15:00Z",
		"Tue, 08 Jul 2025 09:15:00 EDT":            "2025-07-08T13:15:00Z",
		"Tue,08 Jul 2025 09:15:00 GMT":             "2025-07-08T09:15:00Z",
		"Tue, 8th Jul 2025 09:15:00 GMT":           "2025-07-08T09:15:00Z",
		"Tue, 08 Jul 25 09:15 GMT":                 "2025-07-08T09:15:00Z",
		"08-Jul-2025 09:15:00 UT":                  "2025-07-08T09:15:00Z",
		"8 Jul 2025 09:15:00 (comment) +0000":      "2025-07-08T09:15:00Z",
		"Tue, July 8, 2025, 9:15 PM EST":           "2025-07-09T02:15:00Z",
		"mar., 08 juil. 2025 09:15:00 +0200":       "2025-07-08T07:15:00Z",
		"Di, 8. März 2025, 9.15 Uhr":               "2025-03-08T07:15:00Z",
		"mar 8 mar 2025 09:15":                     "2025-03-08T07:15:00Z",
		"Tue, 08 Jul 2025 09:15:60 GMT":            "2025-07-08T09:16:00Z",
		"Tue, 08 Jul 2025 24:00:00 GMT":            "2025-07-09T00:00:00Z",
		"Tue, 08 Jul 2025\u00a009:15:00\u00a0GMT":  "2025-07-08T09:15:00Z",
		"\n  Tue, 08 Jul\n2025 09:15:00\n +0200\n": "2025-07-08T07:15:00Z",
		"Tue, 08 Jul 2025 09:15:00 +2:00":          "2025-07-08T07:15:00Z",
		"Tue, 08 Jul 2025 09:15:00 -5:30":          "2025-07-08T14:45:00Z",
		"Tue, 08 Jul 2025 09:15:00 GMT+2":          "2025-07-08T07:15:00Z",
		"Mon, 07 Jul 2025 6:5:4 PDT":               "2025-07-07T13:05:04Z",
		"Fri, 11 04 2025 08:51:49 +0100":           "2025-04-11T07:51:49Z", // the day of the week tells
		"08 Jul 2025 GMT":                          "2025-07-08T00:00:00Z",
		"2025-07-08T09:15:00+0000Z":                "2025-07-08T09:15:00Z",
		"2025-07-08T09:15:00-05:00Z":               "2025-07-08T14:15:00Z",
		"Jul. 2025 UTC":                            "2025-07-01T00:00:00Z",
		// months of more languages
		"8. lipnja 2025. 09:15 GMT":    "2025-06-08T09:15:00Z",
		"8. července 2025 09:15 GMT":   "2025-07-08T09:15:00Z",
		"8. června 2025 09:15 GMT":     "2025-06-08T09:15:00Z",
		"8. listopadu 2025 09:15 GMT":  "2025-11-08T09:15:00Z",
		"8 Temmuz 2025 09:15 GMT":      "2025-07-08T09:15:00Z",
		"8 Ağustos 2025 09:15 GMT":     "2025-08-08T09:15:00Z",
		"8 липня 2025 09:15 GMT":       "2025-07-08T09:15:00Z",
		"8. heinäkuuta 2025 09:15 GMT": "2025-07-08T09:15:00Z",
		"8 iulie 2025 09:15 GMT":       "2025-07-08T09:15:00Z",
		// names of zones
		"Tue, 08 Jul 2025 09:15:00 Europe/Oslo":         "2025-07-08T07:15:00Z",
		"Wed, 08 Jan 2025 09:15:00 Europe/Oslo":         "2025-01-08T08:15:00Z",
		"Tue, 08 Jul 2025 09:15:00 America/Los_Angeles": "2025-07-08T16:15:00Z",
		"Tue, 08 Jul 2025 09:15:00 PT":                  "2025-07-08T16:15:00Z",
		"Wed, 08 Jan 2025 09:15:00 ET":                  "2025-01-08T14:15:00Z",
		// halves of the day
		"July 8, 2025 9:15 am":           "2025-07-08T06:15:00Z",
		"Jul. 8, 2025, 9:15 p.m.":        "2025-07-08T18:15:00Z",
		"Tuesday, July 8, 2025 - 9:15pm": "2025-07-08T18:15:00Z",
		"July 8, 2025 12:00 a.m. GMT":    "2025-07-08T00:00:00Z",
		"July 8, 2025 12:30 PM GMT":      "2025-07-08T12:30:00Z",
		"8 July 2025 at 9 p.m. UTC":      "2025-07-08T21:00:00Z",
		// programs
		"Tue Jul 08 09:15:00 CEST 2025":                                    "2025-07-08T07:15:00Z",
		"Tue Jul  8 09:15:00 2025":                                         "2025-07-08T06:15:00Z",
		"Tue Jul 08 2025 09:15:00 +0200":                                   "2025-07-08T07:15:00Z",
		"Tue Jul 08 2025 09:15:00 GMT+0200 (Central European Summer Time)": "2025-07-08T07:15:00Z",
		"2025-07-08T09:15:00+02:00[Europe/Oslo]":                           "2025-07-08T07:15:00Z",
		"2025-07-08T09:15[Europe/Oslo]":                                    "2025-07-08T07:15:00Z",
		"2025-07-08 09:15:00.5 +0200 CEST":                                 "2025-07-08T07:15:00.5Z",
		"2025-07-08 09:15:00 UTC":                                          "2025-07-08T09:15:00Z",
		"2025:07:08 09:15:00":                                              "2025-07-08T06:15:00Z",
		"/Date(1751966100000+0200)/":                                       "2025-07-08T09:15:00Z",
		"1751966100":                                                       "2025-07-08T09:15:00Z",
		"@1751966100":                                                      "2025-07-08T09:15:00Z",
		"2025-07-08 09:15:00,250":                                          "2025-07-08T06:15:00.25Z",
		"2025-07-08T09:15:00,5Z":                                           "2025-07-08T09:15:00.5Z",
		"2025-07-08T11:15:00,500+02:00":                                    "2025-07-08T09:15:00.5Z",
		"09:15:00,8 July 2025":                                             "2025-07-08T06:15:00Z",
		"1751966100.25":                                                    "2025-07-08T09:15:00.25Z",
		"1751966100000":                                                    "2025-07-08T09:15:00Z",
		"1751966100000000":                                                 "2025-07-08T09:15:00Z",
		// ISO 8601
		"2025-07-08T09:15:00Z":           "2025-07-08T09:15:00Z",
		"2025-07-08t09:15:00z":           "2025-07-08T09:15:00Z",
		"2025-07-08T09:15:00.123456789Z": "2025-07-08T09:15:00.123456789Z",
		"2025-07-08T09:15:00+02":         "2025-07-08T07:15:00Z",
		"2025-07-08T09:15:00\u221205:00": "2025-07-08T14:15:00Z",
		"2025-07-08T09:15":               "2025-07-08T06:15:00Z",
		"2025-07-08T24:00:00Z":           "2025-07-09T00:00:00Z",
		"2025-07-08 09:15:00 GMT+02:00":  "2025-07-08T07:15:00Z",
		"20250708T091500+0200":           "2025-07-08T07:15:00Z",
		"20250708T0915Z":                 "2025-07-08T09:15:00Z",
		"20250708091500":                 "2025-07-08T06:15:00Z",
		"202507080915":                   "2025-07-08T06:15:00Z",
		"20250708":                       "2025-07-07T21:00:00Z",
		"20250708 0915":                  "2025-07-08T06:15:00Z",
		"2025-07-08":                     "2025-07-07T21:00:00Z",
		"2025-07":                        "2025-06-30T21:00:00Z",
		"2025/07/08 09:15":               "2025-07-08T06:15:00Z",
		"2025-7-8 9:15:00":               "2025-07-08T06:15:00Z",
		"2025-189T09:15:00Z":             "2025-07-08T09:15:00Z",
		"2025-W28-2T09:15:00Z":           "2025-07-08T09:15:00Z",
		"20250708T091500±00:00":          "2025-07-08T09:15:00Z",
		// orders that leave no doubt
		"8.7.2025 9:15":         "2025-07-08T06:15:00Z",
		"08.07.2025, 09.15 Uhr": "2025-07-08T06:15:00Z",
		"07/28/2025 09:15":      "2025-07-28T06:15:00Z",
		"28/07/2025 09:15":      "2025-07-28T06:15:00Z",
		"07/07/2025":            "2025-07-06T21:00:00Z",
		"12/31/25":              "2025-12-30T22:00:00Z",
		// other languages
		"8 de julio de 2025 09:15":       "2025-07-08T06:15:00Z",
		"8 июля 2025 г. в 09:15":         "2025-07-08T06:15:00Z",
		"Τρι, 08 Ιούλ 2025 09:15:00 EET": "2025-07-08T07:15:00Z",
		"2025年7月8日 9時15分":                "2025-07-08T06:15:00Z",
		"2025년 7월 8일 오후 9:15":            "2025-07-08T18:15:00Z",
	} {
		got, err := date.Parse(text, athens)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if g := got.UTC().Format(time.RFC3339Nano); g != want {
			t.Errorf("%q gave %s, not %s", text, g, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]error{
		"03/04/2025": date.ErrAmbiguous, "3-4-2025 10:00": date.ErrAmbiguous, "03/04/05": date.ErrAmbiguous, "25/07/08": date.ErrAmbiguous,
		"sometime in spring": date.ErrUnreadable, "": date.ErrUnreadable, "yesterday": date.ErrUnreadable, "2025-13-01": date.ErrUnreadable,
		"2025-02-30T10:00:00Z": date.ErrUnreadable, "30 Feb 2025 10:00": date.ErrUnreadable, "10:00": date.ErrUnreadable, "2025-07-08T25:00:00Z": date.ErrUnreadable,
		"2025-07-08T24:01:00Z": date.ErrUnreadable, "2025-07-08T10:61:00Z": date.ErrUnreadable, "0001-01-01T00:00:00Z": date.ErrUnreadable,
		"Tue, 08 Jul 2025 09:15:00 +2500": date.ErrUnreadable, "2025-07-08T10:00:00 nonsense": date.ErrUnreadable, "2025070809": date.ErrUnreadable,
		"8 Jul Aug 2025 10:00": date.ErrUnreadable, "Tue, 08 Jul 2025 09:15:00 ../etc/localtime": date.ErrUnreadable, "12": date.ErrUnreadable, "0000-00-00 00:00:00": date.ErrUnreadable,
	} {
		got, err := date.Parse(text, time.UTC)
		require.ErrorIs(t, err, want, "%q gave %v", text, got)
		require.True(t, got.IsZero())
	}
}

func TestField(t *testing.T) {
	t.Parallel()
	var notes []string
	note := func(s string) { notes = append(notes, s) }
	require.True(t, date.Field("pubDate", " ", time.UTC, note).IsZero())
	require.Empty(t, notes, "nothing was there")
	require.False(t, date.First("pubDate", time.UTC, note, "soon", "2025-07-08").IsZero())
	require.Equal(t, []string{`pubDate left out: "soon": no date that can be read`}, notes)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"Tue, 08 Jul 2025 09:15:00 GMT+0200 (CEST)", "2025-07-08T09:15:00.5+02:00[Europe/Oslo]", "1751966100", "8.7.25 9:15 p.m.", "2025-W28-2T0915Z", "2025年7月8日"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := date.Parse(text, time.UTC)
		if err != nil {
			require.True(t, got.IsZero())
			return
		}
		again, err := date.Parse(got.Format(time.RFC3339Nano), time.UTC)
		require.NoError(t, err, "%q gave %v", text, got)
		require.True(t, got.Equal(again), "%q gave %v, then %v", text, got, again)
	})
}
