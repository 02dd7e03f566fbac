// A summer sky above a dark ridge. In it, a balloon.
#version 3.7;
global_settings { assumed_gamma 1.0 }
camera { location 0 look_at <0, 0.32, 1> right x*4/3 angle 55 }
light_source { <-40, 50, -30> color rgb 1.1 }
sky_sphere {
  pigment { gradient y color_map { [0 rgb <0.80, 0.84, 0.88>] [0.25 rgb <0.50, 0.66, 0.88>] [0.9 rgb <0.13, 0.28, 0.62>] } }
  pigment { bozo turbulence 0.8 octaves 8 omega 0.6 lambda 2.1 scale <0.5, 0.2, 0.5> color_map { [0 rgbt 1] [0.45 rgbt 1] [0.65 rgbt <1, 0.98, 0.95, 0.35>] [1 rgbt <0.95, 0.95, 0.96, 0.05>] } } }
height_field { png "plasma2.png" smooth scale <80, 9, 12> translate <-40, -5, 22> pigment { granite color_map { [0 rgb <0.05, 0.08, 0.05>] [1 rgb <0.12, 0.16, 0.09>] } } }
#if (Removed != 1)
  union { sphere { 0, 1 scale <1, 1.15, 1> pigment { radial frequency 8 color_map { [0 rgb <0.8, 0.1, 0.1>] [0.5 rgb <0.8, 0.1, 0.1>] [0.5 rgb <0.95, 0.8, 0.2>] [1 rgb <0.95, 0.8, 0.2>] } } }
    box { <-0.2, -1.9, -0.2>, <0.2, -1.55, 0.2> pigment { rgb <0.4, 0.25, 0.1> } }
    cylinder { <-0.2, -1.6, 0>, <-0.6, -0.9, 0>, 0.02 } cylinder { <0.2, -1.6, 0>, <0.6, -0.9, 0>, 0.02 } finish { ambient 0.15 } translate <1.3, 3.6, 8.5> }
#end
