"""What is kept between builds, by what it was made from; files that are whole or not there."""
