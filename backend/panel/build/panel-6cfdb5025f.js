import{m140_CodeField as o,m140_PasswordField as s}from"./panel-d969694466.js";export{o as a,s as b};
