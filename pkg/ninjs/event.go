package ninjs

import "encoding/json"

// EventDetails describes an event object.
type EventDetails struct {
	EventStatus           URI           `json:"eventStatus,omitempty"`
	PlannedCoverageStatus URI           `json:"plannedCoverageStatus,omitempty"`
	Dates                 *Dates        `json:"dates,omitempty"`
	Organiser             *Organisation `json:"organiser,omitempty"`
}

// Dates holds one of StartDate and ExpectedStartDate, or one of EndDate and
// ExpectedEndDate. The expected ones may be truncated (2024-05).
type Dates struct {
	StartDate         Time          `json:"startDate,omitzero"`
	EndDate           Time          `json:"endDate,omitzero"`
	ExpectedStartDate TruncatedTime `json:"expectedStartDate,omitempty"`
	ExpectedEndDate   TruncatedTime `json:"expectedEndDate,omitempty"`
	ExpectedDuration  string        `json:"expectedDuration,omitempty"`
	Recurrence        *Recurrence   `json:"recurrence,omitempty"`
}

// Recurrence says on which further dates an event takes place. The schema asks
// for an array and a string at once of recurrenceDates, so no value of it is
// valid and the type has no such field.
type Recurrence struct {
	RecurrenceRules []RecurrenceRule `json:"recurrenceRules,omitempty"`
}

// RecurrenceRule is an iCalendar recurrence (RFC 5545) in four fields.
type RecurrenceRule struct {
	Frequency Frequency `json:"frequency,omitempty"`
	Interval  int       `json:"interval,omitempty"`
	Until     Time      `json:"until,omitzero"`
	Count     int       `json:"count,omitempty"`
}

// PlannedCoverage is content that its provider means to make.
type PlannedCoverage struct {
	URI          URI           `json:"uri,omitempty"`
	Title        string        `json:"title,omitempty"`
	PubStatus    PubStatus     `json:"pubStatus,omitempty"`
	Type         Type          `json:"type,omitempty"`
	Commissioned *Commissioned `json:"commissioned,omitempty"`
	Dates        *Dates        `json:"dates,omitempty"`
	Audiences    []Audience    `json:"audiences,omitempty"`
	ExclAudience []string      `json:"exclAudience,omitempty"`
	EdNote       string        `json:"edNote,omitempty"`
	Urgency      Urgency       `json:"urgency,omitempty"`
	Language     string        `json:"language,omitempty"`
	ItemCount    *ItemCount    `json:"itemCount,omitempty"`
	WordCount    int           `json:"wordCount,omitempty"`
	Renditions   []Rendition   `json:"renditions,omitempty"`
}

// Commissioned says who ordered the content, when and under which numbers.
type Commissioned struct {
	By         string      `json:"by,omitempty"`
	On         Time        `json:"on,omitzero"`
	References []Reference `json:"references,omitempty"`
}

// Reference is a number of the commissioning process.
type Reference struct {
	Name  string `json:"name,omitempty"`
	Value string `json:"value,omitempty"`
}

// Audience is whom the content is meant for.
type Audience struct {
	Audience     string `json:"audience,omitempty"`
	Significance int    `json:"significance,omitempty"`
}

// ItemCount is a range of planned items.
type ItemCount struct {
	RangeFrom int `json:"rangeFrom,omitempty"`
	RangeTo   int `json:"rangeTo,omitempty"`
}

// GeoJSON is one GeoJSON object as RFC 7946 defines it, kept as written.
type GeoJSON = json.RawMessage
