"""What happens without anyone asking: what is due is said, plans are moved by the clock, HR gets its digest."""
