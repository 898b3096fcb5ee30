import{m128_CodeField as o,m128_PasswordField as s}from"./panel-a96d8705a4.js";export{o as a,s as b};
