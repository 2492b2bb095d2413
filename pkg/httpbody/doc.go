// Package httpbody reads bodies of HTTP requests into memory that is accounted for
// as it fills: who promises megabytes and sends nothing takes nothing from others,
// and who sends slowly is cut off.
//
// It must not look into what it reads, and knows no provider: an owner is whatever
// text its caller counts by.
package httpbody
