import{m139_CodeField as o,m139_PasswordField as s}from"./panel-c33da90c6e.js";export{o as a,s as b};
