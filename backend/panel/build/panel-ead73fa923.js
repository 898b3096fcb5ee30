import{m128_CodeField as o,m128_PasswordField as s}from"./panel-4e8369fb71.js";export{o as a,s as b};
