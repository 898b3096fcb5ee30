import{m128_CodeField as o,m128_PasswordField as s}from"./panel-d0bd12a176.js";export{o as a,s as b};
