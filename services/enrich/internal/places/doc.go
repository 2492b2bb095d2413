// Package places says in which country the places of an article lie, and where on
// the map.
//
// It takes the places that the names enricher found. A name of many places is decided
// by what stands beside it ("Paris, Texas"), then by the article's other places, then
// by the number of inhabitants. A place that no list has keeps its name alone.
package places
