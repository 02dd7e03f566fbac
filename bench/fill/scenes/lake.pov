// A lake below hills, both mirrored in ripples. On it, a boat.
#version 3.7;
global_settings { assumed_gamma 1.0 max_trace_level 4 }
#include "functions.inc"
camera { location <0, 2.2, -9> look_at <0, 1.5, 4> right x*4/3 angle 50 }
light_source { <-50, 40, -30> color rgb <1.3, 1.2, 1.0> }
sky_sphere { pigment { gradient y color_map { [0 rgb <0.86, 0.86, 0.84>] [0.4 rgb <0.42, 0.60, 0.84>] } }
  pigment { bozo turbulence 0.7 octaves 6 scale <0.5, 0.14, 0.5> color_map { [0 rgbt 1] [0.5 rgbt 1] [0.8 rgbt <1, 1, 1, 0.2>] } } }
plane { y, 0 pigment { rgb <0.05, 0.11, 0.13> }
  normal { average normal_map { [1 bozo 0.25 scale <0.8, 1, 0.2> turbulence 0.4] [0.6 bumps 0.25 scale <0.22, 1, 0.07>] } }
  finish { diffuse 0.4 specular 0.4 roughness 0.01 reflection { 0.1, 0.75 fresnel on } } interior { ior 1.33 } }
isosurface { function { y - 2.6*f_noise3d(x*0.16, 2, z*0.16) - 0.5*f_noise3d(x*0.9, 5, z*0.9) - 0.12*f_noise3d(x*5, 5, z*5) + 0.5 }
  contained_by { box { <-40, -0.5, 18>, <40, 4, 34> } } max_gradient 3 accuracy 0.01
  pigment { granite scale 1.5 color_map { [0 rgb <0.08, 0.15, 0.06>] [0.6 rgb <0.16, 0.24, 0.09>] [1 rgb <0.35, 0.32, 0.2>] } }
  normal { granite 0.6 scale 0.4 } finish { diffuse 0.8 ambient 0.06 } }
#if (Removed != 1)
  union {
    difference { sphere { 0, 1 scale <1.5, 0.5, 0.5> } box { <-2, 0, -1>, <2, 1, 1> } pigment { rgb <0.5, 0.2, 0.1> } translate y*0.32 }
    cylinder { <0, 0.2, 0>, <0, 2.4, 0>, 0.04 pigment { rgb <0.4, 0.3, 0.2> } }
    triangle { <0.06, 0.6, 0>, <0.06, 2.3, 0>, <1.2, 0.6, 0> pigment { rgb <0.92, 0.9, 0.84> } finish { ambient 0.2 } }
    translate <-0.6, 0, 0>
  }
#end
