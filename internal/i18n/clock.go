package i18n

import "time"

// ClockShort is "09.00" or "09:00".
func (p *Printer) ClockShort(t time.Time) string {
	if p.lang == English {
		return t.Format("15:04")
	}
	return t.Format("15.04")
}

// noBreak is the space between an abbreviation and what it belongs to: neither may
// stand alone at the end of a line.
const noBreak = "\u00a0"

// Clock is "kl. 09.00" or "09:00".
func (p *Printer) Clock(t time.Time) string {
	if p.lang == English {
		return p.ClockShort(t)
	}
	return "kl." + noBreak + p.ClockShort(t)
}

// ClockSpoken is "klockan 23.59" or "23:59", for use in a full sentence.
func (p *Printer) ClockSpoken(t time.Time) string {
	if p.lang == English {
		return p.ClockShort(t)
	}
	return "klockan" + noBreak + p.ClockShort(t)
}

// ClockRange is "kl. 09.00–12.00" or "09:00–12:00". Without an end, or with one
// that is not later, it is the start alone.
func (p *Printer) ClockRange(start, end time.Time) string {
	if !end.After(start) {
		return p.Clock(start)
	}
	return p.Clock(start) + "–" + p.ClockShort(end.In(start.Location()))
}

// Moment is "31 januari 2024 kl. 23.59" or "31 January 2024, 23:59".
func (p *Printer) Moment(t time.Time) string {
	return p.Date(t) + p.beforeClock() + p.Clock(t)
}

// DayMoment is "31 januari kl. 23.59" or "31 January, 23:59", for use where the
// year goes without saying.
func (p *Printer) DayMoment(t time.Time) string {
	return p.DayMonth(t) + p.beforeClock() + p.Clock(t)
}

func (p *Printer) beforeClock() string {
	if p.lang == English {
		return ", "
	}
	return " "
}
